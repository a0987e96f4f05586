CREATE TABLE `checkpoint_results` (
	`checkpoint_id` text NOT NULL,
	`user_id` text NOT NULL,
	`status` text NOT NULL,
	`note` text NOT NULL,
	`done_at` integer NOT NULL,
	`feedback` text,
	`reviewed_by` text,
	`reviewed_at` integer,
	`version` integer NOT NULL,
	PRIMARY KEY(`checkpoint_id`, `user_id`),
	FOREIGN KEY (`checkpoint_id`) REFERENCES `checkpoints`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`reviewed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `checkpoint_results_user` ON `checkpoint_results` (`user_id`);--> statement-breakpoint
CREATE INDEX `checkpoint_results_reviewer` ON `checkpoint_results` (`reviewed_by`);--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`week` integer NOT NULL,
	`title` text NOT NULL,
	`instructions` text NOT NULL,
	`due_on` text,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "checkpoints_week" CHECK("checkpoints"."week" between 1 and 520)
);
--> statement-breakpoint
CREATE INDEX `checkpoints_cohort` ON `checkpoints` (`cohort_id`,`week`,`id`);--> statement-breakpoint
CREATE INDEX `checkpoints_created_by` ON `checkpoints` (`created_by`);--> statement-breakpoint
CREATE TABLE `cohort_members` (
	`enrolment_id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`joined_at` integer NOT NULL,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `cohort_members_cohort` ON `cohort_members` (`cohort_id`,`enrolment_id`);--> statement-breakpoint
CREATE TABLE `cohorts` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`name` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`time_zone` text NOT NULL,
	`facilitator_id` text,
	`capacity` integer,
	`is_open` integer NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`facilitator_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "cohorts_dates" CHECK("cohorts"."starts_on" <= "cohorts"."ends_on")
);
--> statement-breakpoint
CREATE INDEX `cohorts_course` ON `cohorts` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `cohorts_facilitator` ON `cohorts` (`facilitator_id`);--> statement-breakpoint
CREATE INDEX `cohorts_created_by` ON `cohorts` (`created_by`);--> statement-breakpoint
CREATE INDEX `cohorts_unfinished` ON `cohorts` (`starts_on`) WHERE "cohorts"."status" <> 'completed';--> statement-breakpoint
CREATE TABLE `course_invites` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`label` text NOT NULL,
	`max_uses` integer,
	`uses` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "course_invites_uses" CHECK("course_invites"."max_uses" is null or "course_invites"."uses" <= "course_invites"."max_uses")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `course_invites_token_hash_unique` ON `course_invites` (`token_hash`);--> statement-breakpoint
CREATE INDEX `course_invites_course` ON `course_invites` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `course_invites_created_by` ON `course_invites` (`created_by`);--> statement-breakpoint
CREATE TABLE `course_outlines` (
	`course_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `course_prerequisites` (
	`course_id` text NOT NULL,
	`required_course_id` text NOT NULL,
	PRIMARY KEY(`course_id`, `required_course_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`required_course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `course_prerequisites_required` ON `course_prerequisites` (`required_course_id`);--> statement-breakpoint
CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`course_id` text,
	`uploaded_by` text,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`attached_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`uploaded_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `files_organization` ON `files` (`organization_id`,`size`);--> statement-breakpoint
CREATE INDEX `files_course` ON `files` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `files_uploader` ON `files` (`uploaded_by`,`id`);--> statement-breakpoint
CREATE INDEX `files_unattached` ON `files` (`created_at`) WHERE "files"."attached_at" is null;--> statement-breakpoint
CREATE TABLE `lesson_files` (
	`lesson_id` text NOT NULL,
	`file_id` text NOT NULL,
	PRIMARY KEY(`lesson_id`, `file_id`),
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `lesson_files_file` ON `lesson_files` (`file_id`);--> statement-breakpoint
CREATE TABLE `lesson_progress` (
	`user_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`course_id` text NOT NULL,
	`position_ms` integer NOT NULL,
	`resume_ms` integer NOT NULL,
	`completed_at` integer,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `lesson_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "lesson_progress_position" CHECK("lesson_progress"."position_ms" >= 0 and "lesson_progress"."resume_ms" >= 0)
);
--> statement-breakpoint
CREATE INDEX `lesson_progress_course` ON `lesson_progress` (`course_id`,`user_id`,`lesson_id`,`completed_at`);--> statement-breakpoint
CREATE INDEX `lesson_progress_lesson` ON `lesson_progress` (`lesson_id`);--> statement-breakpoint
CREATE TABLE `lesson_versions` (
	`lesson_id` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`saved_by` text,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`lesson_id`, `number`),
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`saved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `lesson_versions_saved_by` ON `lesson_versions` (`saved_by`);--> statement-breakpoint
CREATE TABLE `lessons` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`module_id` text NOT NULL,
	`title` text NOT NULL,
	`position` integer NOT NULL,
	`is_free` integer NOT NULL,
	`is_required` integer NOT NULL,
	`status` text NOT NULL,
	`content` text NOT NULL,
	`content_html` text NOT NULL,
	`content_text` text NOT NULL,
	`minutes` integer,
	`release_kind` text NOT NULL,
	`release_at` integer,
	`release_number` integer,
	`release_lesson_id` text,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`module_id`) REFERENCES `modules`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `lessons_course` ON `lessons` (`course_id`);--> statement-breakpoint
CREATE INDEX `lessons_module` ON `lessons` (`module_id`,`position`);--> statement-breakpoint
CREATE INDEX `lessons_created_by` ON `lessons` (`created_by`);--> statement-breakpoint
CREATE INDEX `lessons_timed` ON `lessons` (`release_kind`,`release_at`) WHERE "lessons"."release_kind" <> 'immediately';--> statement-breakpoint
CREATE TABLE `materials` (
	`id` text PRIMARY KEY NOT NULL,
	`lesson_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text,
	`body_html` text,
	`url` text,
	`file_id` text,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `materials_lesson` ON `materials` (`lesson_id`,`position`);--> statement-breakpoint
CREATE INDEX `materials_file` ON `materials` (`file_id`);--> statement-breakpoint
CREATE TABLE `modules` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`position` integer NOT NULL,
	`is_free` integer NOT NULL,
	`status` text NOT NULL,
	`release_kind` text NOT NULL,
	`release_at` integer,
	`release_number` integer,
	`release_lesson_id` text,
	`announced_at` integer,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `modules_course` ON `modules` (`course_id`,`position`);--> statement-breakpoint
CREATE INDEX `modules_created_by` ON `modules` (`created_by`);--> statement-breakpoint
CREATE INDEX `modules_timed` ON `modules` (`release_kind`,`release_at`) WHERE "modules"."release_kind" <> 'immediately';--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`course_id` text NOT NULL,
	`text` text NOT NULL,
	`position_ms` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `notes_user` ON `notes` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `notes_lesson` ON `notes` (`lesson_id`,`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `notes_course` ON `notes` (`course_id`);--> statement-breakpoint
CREATE TABLE `prerequisite_exceptions` (
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`course_id`, `user_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `prerequisite_exceptions_user` ON `prerequisite_exceptions` (`user_id`);--> statement-breakpoint
CREATE INDEX `prerequisite_exceptions_created_by` ON `prerequisite_exceptions` (`created_by`);--> statement-breakpoint
CREATE TABLE `questions` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`kind` text NOT NULL,
	`prompt` text NOT NULL,
	`prompt_html` text NOT NULL,
	`options` text NOT NULL,
	`key` text NOT NULL,
	`explanation` text NOT NULL,
	`tags` text NOT NULL,
	`is_archived` integer NOT NULL,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `questions_course` ON `questions` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `questions_created_by` ON `questions` (`created_by`);--> statement-breakpoint
CREATE TABLE `quiz_answers` (
	`attempt_id` text NOT NULL,
	`question_id` text NOT NULL,
	`answer` text NOT NULL,
	`saved_at` integer NOT NULL,
	`points` integer,
	`max_points` integer NOT NULL,
	`graded_by` text,
	`graded_at` integer,
	`feedback` text,
	PRIMARY KEY(`attempt_id`, `question_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `quiz_attempts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`question_id`) REFERENCES `questions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`graded_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `quiz_answers_question` ON `quiz_answers` (`question_id`);--> statement-breakpoint
CREATE INDEX `quiz_answers_graded_by` ON `quiz_answers` (`graded_by`);--> statement-breakpoint
CREATE TABLE `quiz_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`quiz_id` text NOT NULL,
	`user_id` text NOT NULL,
	`number` integer NOT NULL,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`deadline_at` integer,
	`submitted_at` integer,
	`graded_at` integer,
	`points` integer,
	`max_points` integer NOT NULL,
	`is_passed` integer NOT NULL,
	`paper` text NOT NULL,
	FOREIGN KEY (`quiz_id`) REFERENCES `quizzes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quiz_attempts_number` ON `quiz_attempts` (`quiz_id`,`user_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `quiz_attempts_one_open` ON `quiz_attempts` (`quiz_id`,`user_id`) WHERE "quiz_attempts"."status" = 'in_progress';--> statement-breakpoint
CREATE INDEX `quiz_attempts_user` ON `quiz_attempts` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `quiz_attempts_ungraded` ON `quiz_attempts` (`quiz_id`,`submitted_at`,`id`) WHERE "quiz_attempts"."status" = 'submitted';--> statement-breakpoint
CREATE INDEX `quiz_attempts_deadline` ON `quiz_attempts` (`deadline_at`) WHERE "quiz_attempts"."status" = 'in_progress';--> statement-breakpoint
CREATE TABLE `quiz_questions` (
	`quiz_id` text NOT NULL,
	`question_id` text NOT NULL,
	`position` integer NOT NULL,
	`points` integer NOT NULL,
	PRIMARY KEY(`quiz_id`, `question_id`),
	FOREIGN KEY (`quiz_id`) REFERENCES `quizzes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`question_id`) REFERENCES `questions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `quiz_questions_question` ON `quiz_questions` (`question_id`);--> statement-breakpoint
CREATE TABLE `quizzes` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`title` text NOT NULL,
	`instructions` text NOT NULL,
	`status` text NOT NULL,
	`max_attempts` integer,
	`time_limit_seconds` integer,
	`is_shuffled` integer NOT NULL,
	`draw_count` integer,
	`pass_mark` integer NOT NULL,
	`scoring` text NOT NULL,
	`reveal` text NOT NULL,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "quizzes_pass_mark" CHECK("quizzes"."pass_mark" between 0 and 100)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quizzes_lesson_id_unique` ON `quizzes` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `quizzes_course` ON `quizzes` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `quizzes_created_by` ON `quizzes` (`created_by`);--> statement-breakpoint
CREATE TABLE `release_exceptions` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`module_id` text,
	`lesson_id` text,
	`reason` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`module_id`) REFERENCES `modules`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "release_exceptions_one" CHECK(("release_exceptions"."module_id" is null) <> ("release_exceptions"."lesson_id" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `release_exceptions_module` ON `release_exceptions` (`user_id`,`module_id`) WHERE "release_exceptions"."module_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `release_exceptions_lesson` ON `release_exceptions` (`user_id`,`lesson_id`) WHERE "release_exceptions"."lesson_id" is not null;--> statement-breakpoint
CREATE INDEX `release_exceptions_course` ON `release_exceptions` (`course_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `release_exceptions_user` ON `release_exceptions` (`user_id`);--> statement-breakpoint
CREATE INDEX `release_exceptions_module_id` ON `release_exceptions` (`module_id`);--> statement-breakpoint
CREATE INDEX `release_exceptions_lesson_id` ON `release_exceptions` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `release_exceptions_created_by` ON `release_exceptions` (`created_by`);--> statement-breakpoint
CREATE TABLE `release_watermarks` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_entries` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ref_id` text NOT NULL,
	`course_id` text,
	`organization_id` text,
	`is_free` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_entries_ref` ON `search_entries` (`ref_id`,`kind`);--> statement-breakpoint
ALTER TABLE `courses` ADD `time_zone` text DEFAULT 'Asia/Jakarta' NOT NULL;--> statement-breakpoint
ALTER TABLE `courses` ADD `enrolment_mode` text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE `courses` ADD `capacity` integer;--> statement-breakpoint
ALTER TABLE `courses` ADD `ends_at` integer;--> statement-breakpoint
ALTER TABLE `courses` ADD `access_days` integer;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `pending_for` text;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `queued_at` integer;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `message` text;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `activated_at` integer;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `completed_at` integer;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `expires_at` integer;--> statement-breakpoint
CREATE INDEX `enrolments_activated` ON `enrolments` (`course_id`,`activated_at`);--> statement-breakpoint
CREATE INDEX `enrolments_queue` ON `enrolments` (`course_id`,`queued_at`,`id`) WHERE "enrolments"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `enrolments_expiry` ON `enrolments` (`expires_at`) WHERE "enrolments"."status" = 'active';--> statement-breakpoint
UPDATE enrolments SET activated_at = created_at WHERE status = 'active';
