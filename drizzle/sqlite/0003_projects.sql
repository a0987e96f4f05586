CREATE TABLE `attempt_files` (
	`attempt_id` text NOT NULL,
	`file_id` text NOT NULL,
	PRIMARY KEY(`attempt_id`, `file_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `attempt_files_file` ON `attempt_files` (`file_id`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`submission_id` text NOT NULL,
	`project_id` text NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`number` integer NOT NULL,
	`rubric_version_id` text,
	`submitted_at` integer NOT NULL,
	`due_at` integer,
	`is_late` integer NOT NULL,
	`days_late` integer NOT NULL,
	`late_percent` integer NOT NULL,
	`withdrawn_at` integer,
	`minutes` integer NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`submission_id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`rubric_version_id`) REFERENCES `rubric_versions`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "attempts_late_percent" CHECK("attempts"."late_percent" between 0 and 100)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_number` ON `attempts` (`submission_id`,`number`);--> statement-breakpoint
CREATE INDEX `attempts_project` ON `attempts` (`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_course` ON `attempts` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_user` ON `attempts` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_rubric_version` ON `attempts` (`rubric_version_id`);--> statement-breakpoint
CREATE TABLE `certificate_settings` (
	`course_id` text PRIMARY KEY NOT NULL,
	`is_enabled` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`valid_months` integer,
	`version` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`updated_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "certificate_settings_months" CHECK("certificate_settings"."valid_months" is null or "certificate_settings"."valid_months" between 1 and 1200)
);
--> statement-breakpoint
CREATE INDEX `certificate_settings_updated_by` ON `certificate_settings` (`updated_by`);--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`serial` text NOT NULL,
	`organization_id` text NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`key_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`revoked_by` text,
	`revoked_reason` text,
	`recipient_name` text NOT NULL,
	`course_title` text NOT NULL,
	`issuer_name` text NOT NULL,
	`title` text NOT NULL,
	`credential` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`key_id`) REFERENCES `issuer_keys`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`revoked_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_serial_unique` ON `certificates` (`serial`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_once` ON `certificates` (`course_id`,`user_id`) WHERE "certificates"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX `certificates_course` ON `certificates` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_user` ON `certificates` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_organization` ON `certificates` (`organization_id`);--> statement-breakpoint
CREATE INDEX `certificates_revoked` ON `certificates` (`organization_id`,`revoked_at`) WHERE "certificates"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX `certificates_key` ON `certificates` (`key_id`);--> statement-breakpoint
CREATE INDEX `certificates_revoked_by` ON `certificates` (`revoked_by`);--> statement-breakpoint
CREATE TABLE `comment_threads` (
	`id` text PRIMARY KEY NOT NULL,
	`submission_id` text NOT NULL,
	`attempt_number` integer NOT NULL,
	`carried_to` integer NOT NULL,
	`deliverable_id` text,
	`line` integer,
	`resolved_at` integer,
	`resolved_by` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`submission_id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`resolved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "comment_threads_carried" CHECK("comment_threads"."carried_to" >= "comment_threads"."attempt_number")
);
--> statement-breakpoint
CREATE INDEX `comment_threads_submission` ON `comment_threads` (`submission_id`,`id`);--> statement-breakpoint
CREATE INDEX `comment_threads_resolved_by` ON `comment_threads` (`resolved_by`);--> statement-breakpoint
CREATE INDEX `comment_threads_created_by` ON `comment_threads` (`created_by`);--> statement-breakpoint
CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`thread_id` text NOT NULL,
	`author_id` text,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`edited_at` integer,
	`deleted_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`thread_id`) REFERENCES `comment_threads`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `comments_thread` ON `comments` (`thread_id`,`id`);--> statement-breakpoint
CREATE INDEX `comments_author` ON `comments` (`author_id`);--> statement-breakpoint
CREATE TABLE `completion_rules` (
	`course_id` text PRIMARY KEY NOT NULL,
	`needs_lessons` integer NOT NULL,
	`needs_quizzes` integer NOT NULL,
	`needs_projects` integer NOT NULL,
	`needs_pass_mark` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`updated_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `completion_rules_updated_by` ON `completion_rules` (`updated_by`);--> statement-breakpoint
CREATE TABLE `course_reviewers` (
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`course_id`, `user_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `course_reviewers_user` ON `course_reviewers` (`user_id`);--> statement-breakpoint
CREATE INDEX `course_reviewers_created_by` ON `course_reviewers` (`created_by`);--> statement-breakpoint
CREATE TABLE `grade_appeals` (
	`id` text PRIMARY KEY NOT NULL,
	`grade_id` text NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`answer` text NOT NULL,
	`answered_by` text,
	`answered_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`grade_id`) REFERENCES `grades`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`answered_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grade_appeals_grade_id_unique` ON `grade_appeals` (`grade_id`);--> statement-breakpoint
CREATE INDEX `grade_appeals_course` ON `grade_appeals` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `grade_appeals_open` ON `grade_appeals` (`course_id`,`id`) WHERE "grade_appeals"."status" = 'open';--> statement-breakpoint
CREATE INDEX `grade_appeals_user` ON `grade_appeals` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `grade_appeals_answered_by` ON `grade_appeals` (`answered_by`);--> statement-breakpoint
CREATE TABLE `grade_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`grade_id` text NOT NULL,
	`before_points` integer,
	`before_max_points` integer,
	`after_points` integer,
	`after_max_points` integer,
	`source` text NOT NULL,
	`reason` text NOT NULL,
	`actor_id` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`grade_id`) REFERENCES `grades`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `grade_changes_grade` ON `grade_changes` (`grade_id`,`id`);--> statement-breakpoint
CREATE INDEX `grade_changes_actor` ON `grade_changes` (`actor_id`);--> statement-breakpoint
CREATE TABLE `grade_items` (
	`course_id` text NOT NULL,
	`kind` text NOT NULL,
	`item_id` text NOT NULL,
	`weight` integer,
	`is_counted` integer NOT NULL,
	PRIMARY KEY(`course_id`, `kind`, `item_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "grade_items_weight" CHECK("grade_items"."weight" is null or "grade_items"."weight" >= 0)
);
--> statement-breakpoint
CREATE TABLE `gradebooks` (
	`course_id` text PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	`pass_mark` integer NOT NULL,
	`release` text NOT NULL,
	`version` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`updated_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "gradebooks_pass_mark" CHECK("gradebooks"."pass_mark" between 0 and 100)
);
--> statement-breakpoint
CREATE INDEX `gradebooks_updated_by` ON `gradebooks` (`updated_by`);--> statement-breakpoint
CREATE TABLE `grades` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`item_id` text NOT NULL,
	`earned_points` integer,
	`max_points` integer NOT NULL,
	`set_points` integer,
	`set_by` text,
	`released_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`set_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "grades_points" CHECK("grades"."earned_points" is null or "grades"."earned_points" >= 0),
	CONSTRAINT "grades_set" CHECK("grades"."set_points" is null or "grades"."set_points" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grades_once` ON `grades` (`course_id`,`user_id`,`kind`,`item_id`);--> statement-breakpoint
CREATE INDEX `grades_item` ON `grades` (`course_id`,`kind`,`item_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `grades_user` ON `grades` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `grades_set_by` ON `grades` (`set_by`);--> statement-breakpoint
CREATE TABLE `issuer_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`public_jwk` text NOT NULL,
	`private_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `issuer_keys_organization` ON `issuer_keys` (`organization_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `issuer_keys_one_active` ON `issuer_keys` (`organization_id`) WHERE "issuer_keys"."retired_at" is null;--> statement-breakpoint
CREATE TABLE `project_extensions` (
	`project_id` text NOT NULL,
	`user_id` text NOT NULL,
	`due_at` integer NOT NULL,
	`reason` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `user_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `project_extensions_user` ON `project_extensions` (`user_id`);--> statement-breakpoint
CREATE INDEX `project_extensions_created_by` ON `project_extensions` (`created_by`);--> statement-breakpoint
CREATE TABLE `project_numbers` (
	`month` text PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`course_id` text NOT NULL,
	`lesson_id` text,
	`title` text NOT NULL,
	`position` integer NOT NULL,
	`status` text NOT NULL,
	`is_required` integer NOT NULL,
	`rubric_version_id` text,
	`due_at` integer,
	`late_rule` text NOT NULL,
	`late_percent_per_day` integer,
	`late_days` integer,
	`max_attempts` integer,
	`announced_at` integer,
	`review_hours` integer NOT NULL,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deliverables` text NOT NULL,
	`checklist` text NOT NULL,
	`brief` text NOT NULL,
	`brief_html` text NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`rubric_version_id`) REFERENCES `rubric_versions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "projects_max_attempts" CHECK("projects"."max_attempts" is null or "projects"."max_attempts" > 0),
	CONSTRAINT "projects_late" CHECK("projects"."late_percent_per_day" is null or "projects"."late_percent_per_day" between 1 and 100)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_number_unique` ON `projects` (`number`);--> statement-breakpoint
CREATE INDEX `projects_course` ON `projects` (`course_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `projects_lesson` ON `projects` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `projects_rubric_version` ON `projects` (`rubric_version_id`);--> statement-breakpoint
CREATE INDEX `projects_created_by` ON `projects` (`created_by`);--> statement-breakpoint
CREATE TABLE `review_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`attempt_id` text NOT NULL,
	`submission_id` text NOT NULL,
	`project_id` text NOT NULL,
	`course_id` text NOT NULL,
	`cohort_id` text,
	`user_id` text NOT NULL,
	`round` integer NOT NULL,
	`status` text NOT NULL,
	`queued_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`assigned_to` text,
	`claimed_by` text,
	`claimed_at` integer,
	`claim_expires_at` integer,
	`decided_at` integer,
	`warned_at` integer,
	`version` integer NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`submission_id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`assigned_to`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`claimed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "review_requests_closed" CHECK(("review_requests"."status" in ('waiting', 'claimed')) = ("review_requests"."decided_at" is null)),
	CONSTRAINT "review_requests_claim" CHECK(("review_requests"."status" = 'claimed') = ("review_requests"."claim_expires_at" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `review_requests_round` ON `review_requests` (`attempt_id`,`round`);--> statement-breakpoint
CREATE UNIQUE INDEX `review_requests_one_open` ON `review_requests` (`submission_id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_submission` ON `review_requests` (`submission_id`,`id`);--> statement-breakpoint
CREATE INDEX `review_requests_open` ON `review_requests` (`queued_at`,`id`,`user_id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_open_course` ON `review_requests` (`course_id`,`queued_at`,`id`,`user_id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_open_cohort` ON `review_requests` (`cohort_id`,`queued_at`,`id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_open_project` ON `review_requests` (`project_id`,`queued_at`,`id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_due` ON `review_requests` (`due_at`,`id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_due_course` ON `review_requests` (`course_id`,`due_at`,`id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_due_project` ON `review_requests` (`project_id`,`due_at`,`id`) WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_waiting` ON `review_requests` (`course_id`,`assigned_to`,`queued_at`,`id`) WHERE "review_requests"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX `review_requests_assigned` ON `review_requests` (`assigned_to`,`queued_at`,`id`) WHERE "review_requests"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX `review_requests_turns` ON `review_requests` (`assigned_to`,`queued_at`);--> statement-breakpoint
CREATE INDEX `review_requests_claimed_course` ON `review_requests` (`course_id`,`queued_at`,`id`) WHERE "review_requests"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX `review_requests_expiry` ON `review_requests` (`claim_expires_at`) WHERE "review_requests"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX `review_requests_unwarned` ON `review_requests` (`due_at`,`id`) WHERE "review_requests"."decided_at" is null and "review_requests"."warned_at" is null;--> statement-breakpoint
CREATE INDEX `review_requests_decided` ON `review_requests` (`course_id`,`decided_at`,`id`) WHERE "review_requests"."decided_at" is not null;--> statement-breakpoint
CREATE INDEX `review_requests_course` ON `review_requests` (`course_id`);--> statement-breakpoint
CREATE INDEX `review_requests_project` ON `review_requests` (`project_id`);--> statement-breakpoint
CREATE INDEX `review_requests_user` ON `review_requests` (`user_id`);--> statement-breakpoint
CREATE INDEX `review_requests_by_cohort` ON `review_requests` (`cohort_id`);--> statement-breakpoint
CREATE INDEX `review_requests_by_claimer` ON `review_requests` (`claimed_by`,`claim_expires_at`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`reviewer_id` text,
	`decision` text,
	`decided_at` integer,
	`points` integer,
	`max_points` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`summary` text NOT NULL,
	`summary_html` text NOT NULL,
	`scores` text NOT NULL,
	FOREIGN KEY (`request_id`) REFERENCES `review_requests`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`attempt_id`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`reviewer_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "reviews_decided" CHECK(("reviews"."decision" is null) = ("reviews"."decided_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_once` ON `reviews` (`request_id`,`reviewer_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_one_decision` ON `reviews` (`request_id`) WHERE "reviews"."decision" is not null;--> statement-breakpoint
CREATE INDEX `reviews_attempt` ON `reviews` (`attempt_id`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_reviewer` ON `reviews` (`reviewer_id`,`decided_at`);--> statement-breakpoint
CREATE TABLE `rubric_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`rubric_id` text NOT NULL,
	`number` integer NOT NULL,
	`max_points` integer NOT NULL,
	`published_at` integer,
	`published_by` text,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`criteria` text NOT NULL,
	FOREIGN KEY (`rubric_id`) REFERENCES `rubrics`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`published_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rubric_versions_number` ON `rubric_versions` (`rubric_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `rubric_versions_one_draft` ON `rubric_versions` (`rubric_id`) WHERE "rubric_versions"."published_at" is null;--> statement-breakpoint
CREATE INDEX `rubric_versions_published_by` ON `rubric_versions` (`published_by`);--> statement-breakpoint
CREATE INDEX `rubric_versions_created_by` ON `rubric_versions` (`created_by`);--> statement-breakpoint
CREATE TABLE `rubrics` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`is_archived` integer NOT NULL,
	`version` integer NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `rubrics_organization` ON `rubrics` (`organization_id`,`id`);--> statement-breakpoint
CREATE INDEX `rubrics_created_by` ON `rubrics` (`created_by`);--> statement-breakpoint
CREATE TABLE `saved_comments` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `saved_comments_user` ON `saved_comments` (`user_id`,`id`);--> statement-breakpoint
CREATE TABLE `submission_events` (
	`id` text PRIMARY KEY NOT NULL,
	`submission_id` text NOT NULL,
	`move` text NOT NULL,
	`from_status` text,
	`to_status` text NOT NULL,
	`attempt_number` integer,
	`actor_id` text,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`submission_id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `submission_events_submission` ON `submission_events` (`submission_id`,`id`);--> statement-breakpoint
CREATE INDEX `submission_events_actor` ON `submission_events` (`actor_id`);--> statement-breakpoint
CREATE TABLE `submission_outputs` (
	`id` text PRIMARY KEY NOT NULL,
	`submission_id` text NOT NULL,
	`what` text NOT NULL,
	`link` text,
	`minutes` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`submission_id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "submission_outputs_minutes" CHECK("submission_outputs"."minutes" >= 0)
);
--> statement-breakpoint
CREATE INDEX `submission_outputs_submission` ON `submission_outputs` (`submission_id`,`id`);--> statement-breakpoint
CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`course_id` text NOT NULL,
	`user_id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`counted_attempts` integer NOT NULL,
	`started_at` integer NOT NULL,
	`submitted_at` integer,
	`decided_at` integer,
	`version` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`draft` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `submissions_once` ON `submissions` (`project_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `submissions_course` ON `submissions` (`course_id`,`user_id`,`project_id`,`status`);--> statement-breakpoint
CREATE INDEX `submissions_user` ON `submissions` (`user_id`,`id`);--> statement-breakpoint
-- What quizzes and checkpoints were worth before there was a gradebook, as it would have been recorded: released at once.
INSERT INTO `grades` (`id`, `course_id`, `user_id`, `kind`, `item_id`, `earned_points`, `max_points`, `released_at`, `version`, `created_at`, `updated_at`)
SELECT 'grd_0000000000' || lower(hex(randomblob(8))), `course_id`, `user_id`, 'quiz', `quiz_id`,
	CASE `scoring`
		WHEN 'best' THEN max(CASE WHEN `from_best` = 1 THEN `points` END)
		WHEN 'last' THEN max(CASE WHEN `from_last` = 1 THEN `points` END)
		ELSE CAST(avg(1.0 * `points` * `last_max` / `max_points`) + 0.5 AS INTEGER)
	END,
	CASE `scoring` WHEN 'best' THEN max(CASE WHEN `from_best` = 1 THEN `max_points` END) ELSE max(`last_max`) END,
	max(`at`), 1, max(`at`), max(`at`)
FROM (
	SELECT `a`.`quiz_id`, `a`.`user_id`, `a`.`points`, `a`.`max_points`, `q`.`course_id`, `q`.`scoring`,
		coalesce(`a`.`graded_at`, `a`.`submitted_at`, `a`.`started_at`) AS `at`,
		row_number() OVER (PARTITION BY `a`.`quiz_id`, `a`.`user_id` ORDER BY `a`.`number` DESC) AS `from_last`,
		row_number() OVER (PARTITION BY `a`.`quiz_id`, `a`.`user_id` ORDER BY 1.0 * `a`.`points` / `a`.`max_points` DESC, `a`.`number`) AS `from_best`,
		first_value(`a`.`max_points`) OVER (PARTITION BY `a`.`quiz_id`, `a`.`user_id` ORDER BY `a`.`number` DESC) AS `last_max`
	FROM `quiz_attempts` AS `a`
	INNER JOIN `quizzes` AS `q` ON `q`.`id` = `a`.`quiz_id`
	WHERE `a`.`status` = 'graded' AND `a`.`max_points` > 0 AND `a`.`points` IS NOT NULL
) AS `graded`
GROUP BY `course_id`, `user_id`, `quiz_id`, `scoring`;
--> statement-breakpoint
INSERT INTO `grades` (`id`, `course_id`, `user_id`, `kind`, `item_id`, `earned_points`, `max_points`, `released_at`, `version`, `created_at`, `updated_at`)
SELECT 'grd_0000000000' || lower(hex(randomblob(8))), `c`.`course_id`, `r`.`user_id`, 'checkpoint', `r`.`checkpoint_id`, 100, 100,
	coalesce(`r`.`reviewed_at`, `r`.`done_at`), 1, coalesce(`r`.`reviewed_at`, `r`.`done_at`), coalesce(`r`.`reviewed_at`, `r`.`done_at`)
FROM `checkpoint_results` AS `r`
INNER JOIN `checkpoints` AS `k` ON `k`.`id` = `r`.`checkpoint_id`
INNER JOIN `cohorts` AS `c` ON `c`.`id` = `k`.`cohort_id`
WHERE `r`.`status` = 'approved';
--> statement-breakpoint
INSERT INTO `grade_changes` (`id`, `grade_id`, `after_points`, `after_max_points`, `source`, `reason`, `at`)
SELECT 'gch_0000000000' || lower(hex(randomblob(8))), `id`, `earned_points`, `max_points`, `kind`, 'From before the gradebook', `updated_at`
FROM `grades`;
