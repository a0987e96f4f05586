CREATE TABLE "attempt_files" (
	"attempt_id" text NOT NULL,
	"file_id" text NOT NULL,
	CONSTRAINT "attempt_files_attempt_id_file_id_pk" PRIMARY KEY("attempt_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"submission_id" text NOT NULL,
	"project_id" text NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"number" bigint NOT NULL,
	"rubric_version_id" text,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"is_late" boolean NOT NULL,
	"days_late" bigint NOT NULL,
	"late_percent" bigint NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"minutes" bigint NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "attempts_late_percent" CHECK ("attempts"."late_percent" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "certificate_settings" (
	"course_id" text PRIMARY KEY NOT NULL,
	"is_enabled" boolean NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"valid_months" bigint,
	"version" bigint NOT NULL,
	"updated_by" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_settings_months" CHECK ("certificate_settings"."valid_months" is null or "certificate_settings"."valid_months" between 1 and 1200)
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"serial" text NOT NULL,
	"organization_id" text NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"key_id" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"revoked_reason" text,
	"recipient_name" text NOT NULL,
	"course_title" text NOT NULL,
	"issuer_name" text NOT NULL,
	"title" text NOT NULL,
	"credential" text NOT NULL,
	CONSTRAINT "certificates_serial_unique" UNIQUE("serial")
);
--> statement-breakpoint
CREATE TABLE "comment_threads" (
	"id" text PRIMARY KEY NOT NULL,
	"submission_id" text NOT NULL,
	"attempt_number" bigint NOT NULL,
	"carried_to" bigint NOT NULL,
	"deliverable_id" text,
	"line" bigint,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comment_threads_carried" CHECK ("comment_threads"."carried_to" >= "comment_threads"."attempt_number")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" text PRIMARY KEY NOT NULL,
	"thread_id" text NOT NULL,
	"author_id" text,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "completion_rules" (
	"course_id" text PRIMARY KEY NOT NULL,
	"needs_lessons" boolean NOT NULL,
	"needs_quizzes" boolean NOT NULL,
	"needs_projects" boolean NOT NULL,
	"needs_pass_mark" boolean NOT NULL,
	"version" bigint NOT NULL,
	"updated_by" text,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "course_reviewers" (
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "course_reviewers_course_id_user_id_pk" PRIMARY KEY("course_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "grade_appeals" (
	"id" text PRIMARY KEY NOT NULL,
	"grade_id" text NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"answer" text NOT NULL,
	"answered_by" text,
	"answered_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "grade_appeals_grade_id_unique" UNIQUE("grade_id")
);
--> statement-breakpoint
CREATE TABLE "grade_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"grade_id" text NOT NULL,
	"before_points" bigint,
	"before_max_points" bigint,
	"after_points" bigint,
	"after_max_points" bigint,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"actor_id" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grade_items" (
	"course_id" text NOT NULL,
	"kind" text NOT NULL,
	"item_id" text NOT NULL,
	"weight" bigint,
	"is_counted" boolean NOT NULL,
	CONSTRAINT "grade_items_course_id_kind_item_id_pk" PRIMARY KEY("course_id","kind","item_id"),
	CONSTRAINT "grade_items_weight" CHECK ("grade_items"."weight" is null or "grade_items"."weight" >= 0)
);
--> statement-breakpoint
CREATE TABLE "gradebooks" (
	"course_id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"pass_mark" bigint NOT NULL,
	"release" text NOT NULL,
	"version" bigint NOT NULL,
	"updated_by" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gradebooks_pass_mark" CHECK ("gradebooks"."pass_mark" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "grades" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"item_id" text NOT NULL,
	"earned_points" bigint,
	"max_points" bigint NOT NULL,
	"set_points" bigint,
	"set_by" text,
	"released_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "grades_points" CHECK ("grades"."earned_points" is null or "grades"."earned_points" >= 0),
	CONSTRAINT "grades_set" CHECK ("grades"."set_points" is null or "grades"."set_points" >= 0)
);
--> statement-breakpoint
CREATE TABLE "issuer_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "project_extensions" (
	"project_id" text NOT NULL,
	"user_id" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "project_extensions_project_id_user_id_pk" PRIMARY KEY("project_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "project_numbers" (
	"month" text PRIMARY KEY NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"course_id" text NOT NULL,
	"lesson_id" text,
	"title" text NOT NULL,
	"position" bigint NOT NULL,
	"status" text NOT NULL,
	"is_required" boolean NOT NULL,
	"rubric_version_id" text,
	"due_at" timestamp (3) with time zone,
	"late_rule" text NOT NULL,
	"late_percent_per_day" bigint,
	"late_days" bigint,
	"max_attempts" bigint,
	"announced_at" timestamp (3) with time zone,
	"review_hours" bigint NOT NULL,
	"version" bigint NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deliverables" jsonb NOT NULL,
	"checklist" jsonb NOT NULL,
	"brief" text NOT NULL,
	"brief_html" text NOT NULL,
	CONSTRAINT "projects_number_unique" UNIQUE("number"),
	CONSTRAINT "projects_max_attempts" CHECK ("projects"."max_attempts" is null or "projects"."max_attempts" > 0),
	CONSTRAINT "projects_late" CHECK ("projects"."late_percent_per_day" is null or "projects"."late_percent_per_day" between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "review_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"submission_id" text NOT NULL,
	"project_id" text NOT NULL,
	"course_id" text NOT NULL,
	"cohort_id" text,
	"user_id" text NOT NULL,
	"round" bigint NOT NULL,
	"status" text NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"assigned_to" text,
	"claimed_by" text,
	"claimed_at" timestamp (3) with time zone,
	"claim_expires_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"warned_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	CONSTRAINT "review_requests_closed" CHECK (("review_requests"."status" in ('waiting', 'claimed')) = ("review_requests"."decided_at" is null)),
	CONSTRAINT "review_requests_claim" CHECK (("review_requests"."status" = 'claimed') = ("review_requests"."claim_expires_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"reviewer_id" text,
	"decision" text,
	"decided_at" timestamp (3) with time zone,
	"points" bigint,
	"max_points" bigint,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"summary" text NOT NULL,
	"summary_html" text NOT NULL,
	"scores" jsonb NOT NULL,
	CONSTRAINT "reviews_decided" CHECK (("reviews"."decision" is null) = ("reviews"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "rubric_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"rubric_id" text NOT NULL,
	"number" bigint NOT NULL,
	"max_points" bigint NOT NULL,
	"published_at" timestamp (3) with time zone,
	"published_by" text,
	"version" bigint NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"criteria" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rubrics" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"is_archived" boolean NOT NULL,
	"version" bigint NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_comments" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_events" (
	"id" text PRIMARY KEY NOT NULL,
	"submission_id" text NOT NULL,
	"move" text NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"attempt_number" bigint,
	"actor_id" text,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_outputs" (
	"id" text PRIMARY KEY NOT NULL,
	"submission_id" text NOT NULL,
	"what" text NOT NULL,
	"link" text,
	"minutes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "submission_outputs_minutes" CHECK ("submission_outputs"."minutes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"course_id" text NOT NULL,
	"user_id" text NOT NULL,
	"status" text NOT NULL,
	"attempts" bigint NOT NULL,
	"counted_attempts" bigint NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"version" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"draft" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempt_files" ADD CONSTRAINT "attempt_files_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_files" ADD CONSTRAINT "attempt_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_rubric_version_id_rubric_versions_id_fk" FOREIGN KEY ("rubric_version_id") REFERENCES "public"."rubric_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_settings" ADD CONSTRAINT "certificate_settings_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_settings" ADD CONSTRAINT "certificate_settings_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_key_id_issuer_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."issuer_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_threads" ADD CONSTRAINT "comment_threads_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_threads" ADD CONSTRAINT "comment_threads_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_threads" ADD CONSTRAINT "comment_threads_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_thread_id_comment_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."comment_threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completion_rules" ADD CONSTRAINT "completion_rules_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completion_rules" ADD CONSTRAINT "completion_rules_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_reviewers" ADD CONSTRAINT "course_reviewers_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_reviewers" ADD CONSTRAINT "course_reviewers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_reviewers" ADD CONSTRAINT "course_reviewers_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_appeals" ADD CONSTRAINT "grade_appeals_grade_id_grades_id_fk" FOREIGN KEY ("grade_id") REFERENCES "public"."grades"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_appeals" ADD CONSTRAINT "grade_appeals_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_appeals" ADD CONSTRAINT "grade_appeals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_appeals" ADD CONSTRAINT "grade_appeals_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_changes" ADD CONSTRAINT "grade_changes_grade_id_grades_id_fk" FOREIGN KEY ("grade_id") REFERENCES "public"."grades"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_changes" ADD CONSTRAINT "grade_changes_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grade_items" ADD CONSTRAINT "grade_items_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebooks" ADD CONSTRAINT "gradebooks_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gradebooks" ADD CONSTRAINT "gradebooks_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issuer_keys" ADD CONSTRAINT "issuer_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_extensions" ADD CONSTRAINT "project_extensions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_extensions" ADD CONSTRAINT "project_extensions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_extensions" ADD CONSTRAINT "project_extensions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_lesson_id_lessons_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lessons"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_rubric_version_id_rubric_versions_id_fk" FOREIGN KEY ("rubric_version_id") REFERENCES "public"."rubric_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_assigned_to_users_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_requests" ADD CONSTRAINT "review_requests_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_request_id_review_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."review_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_reviewer_id_users_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_versions" ADD CONSTRAINT "rubric_versions_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_versions" ADD CONSTRAINT "rubric_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_versions" ADD CONSTRAINT "rubric_versions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubrics" ADD CONSTRAINT "rubrics_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubrics" ADD CONSTRAINT "rubrics_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_comments" ADD CONSTRAINT "saved_comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_events" ADD CONSTRAINT "submission_events_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_events" ADD CONSTRAINT "submission_events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_outputs" ADD CONSTRAINT "submission_outputs_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempt_files_file" ON "attempt_files" USING btree ("file_id");--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_number" ON "attempts" USING btree ("submission_id","number");--> statement-breakpoint
CREATE INDEX "attempts_project" ON "attempts" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "attempts_course" ON "attempts" USING btree ("course_id","id");--> statement-breakpoint
CREATE INDEX "attempts_user" ON "attempts" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "attempts_rubric_version" ON "attempts" USING btree ("rubric_version_id");--> statement-breakpoint
CREATE INDEX "certificate_settings_updated_by" ON "certificate_settings" USING btree ("updated_by");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_once" ON "certificates" USING btree ("course_id","user_id") WHERE "certificates"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "certificates_course" ON "certificates" USING btree ("course_id","id");--> statement-breakpoint
CREATE INDEX "certificates_user" ON "certificates" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "certificates_organization" ON "certificates" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "certificates_revoked" ON "certificates" USING btree ("organization_id","revoked_at") WHERE "certificates"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX "certificates_key" ON "certificates" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "certificates_revoked_by" ON "certificates" USING btree ("revoked_by");--> statement-breakpoint
CREATE INDEX "comment_threads_submission" ON "comment_threads" USING btree ("submission_id","id");--> statement-breakpoint
CREATE INDEX "comment_threads_resolved_by" ON "comment_threads" USING btree ("resolved_by");--> statement-breakpoint
CREATE INDEX "comment_threads_created_by" ON "comment_threads" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "comments_thread" ON "comments" USING btree ("thread_id","id");--> statement-breakpoint
CREATE INDEX "comments_author" ON "comments" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "completion_rules_updated_by" ON "completion_rules" USING btree ("updated_by");--> statement-breakpoint
CREATE INDEX "course_reviewers_user" ON "course_reviewers" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "course_reviewers_created_by" ON "course_reviewers" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "grade_appeals_course" ON "grade_appeals" USING btree ("course_id","id");--> statement-breakpoint
CREATE INDEX "grade_appeals_open" ON "grade_appeals" USING btree ("course_id","id") WHERE "grade_appeals"."status" = 'open';--> statement-breakpoint
CREATE INDEX "grade_appeals_user" ON "grade_appeals" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "grade_appeals_answered_by" ON "grade_appeals" USING btree ("answered_by");--> statement-breakpoint
CREATE INDEX "grade_changes_grade" ON "grade_changes" USING btree ("grade_id","id");--> statement-breakpoint
CREATE INDEX "grade_changes_actor" ON "grade_changes" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "gradebooks_updated_by" ON "gradebooks" USING btree ("updated_by");--> statement-breakpoint
CREATE UNIQUE INDEX "grades_once" ON "grades" USING btree ("course_id","user_id","kind","item_id");--> statement-breakpoint
CREATE INDEX "grades_item" ON "grades" USING btree ("course_id","kind","item_id","user_id");--> statement-breakpoint
CREATE INDEX "grades_user" ON "grades" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "grades_set_by" ON "grades" USING btree ("set_by");--> statement-breakpoint
CREATE INDEX "issuer_keys_organization" ON "issuer_keys" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "issuer_keys_one_active" ON "issuer_keys" USING btree ("organization_id") WHERE "issuer_keys"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "project_extensions_user" ON "project_extensions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "project_extensions_created_by" ON "project_extensions" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "projects_course" ON "projects" USING btree ("course_id","position","id");--> statement-breakpoint
CREATE INDEX "projects_lesson" ON "projects" USING btree ("lesson_id");--> statement-breakpoint
CREATE INDEX "projects_rubric_version" ON "projects" USING btree ("rubric_version_id");--> statement-breakpoint
CREATE INDEX "projects_created_by" ON "projects" USING btree ("created_by");--> statement-breakpoint
CREATE UNIQUE INDEX "review_requests_round" ON "review_requests" USING btree ("attempt_id","round");--> statement-breakpoint
CREATE UNIQUE INDEX "review_requests_one_open" ON "review_requests" USING btree ("submission_id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_submission" ON "review_requests" USING btree ("submission_id","id");--> statement-breakpoint
CREATE INDEX "review_requests_open" ON "review_requests" USING btree ("queued_at","id","user_id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_open_course" ON "review_requests" USING btree ("course_id","queued_at","id","user_id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_open_cohort" ON "review_requests" USING btree ("cohort_id","queued_at","id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_open_project" ON "review_requests" USING btree ("project_id","queued_at","id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_due" ON "review_requests" USING btree ("due_at","id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_due_course" ON "review_requests" USING btree ("course_id","due_at","id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_due_project" ON "review_requests" USING btree ("project_id","due_at","id") WHERE "review_requests"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_waiting" ON "review_requests" USING btree ("course_id","assigned_to","queued_at","id") WHERE "review_requests"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "review_requests_assigned" ON "review_requests" USING btree ("assigned_to","queued_at","id") WHERE "review_requests"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "review_requests_turns" ON "review_requests" USING btree ("assigned_to","queued_at");--> statement-breakpoint
CREATE INDEX "review_requests_claimed_course" ON "review_requests" USING btree ("course_id","queued_at","id") WHERE "review_requests"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX "review_requests_expiry" ON "review_requests" USING btree ("claim_expires_at") WHERE "review_requests"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX "review_requests_unwarned" ON "review_requests" USING btree ("due_at","id") WHERE "review_requests"."decided_at" is null and "review_requests"."warned_at" is null;--> statement-breakpoint
CREATE INDEX "review_requests_decided" ON "review_requests" USING btree ("course_id","decided_at","id") WHERE "review_requests"."decided_at" is not null;--> statement-breakpoint
CREATE INDEX "review_requests_course" ON "review_requests" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "review_requests_project" ON "review_requests" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "review_requests_user" ON "review_requests" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "review_requests_by_cohort" ON "review_requests" USING btree ("cohort_id");--> statement-breakpoint
CREATE INDEX "review_requests_by_claimer" ON "review_requests" USING btree ("claimed_by","claim_expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_once" ON "reviews" USING btree ("request_id","reviewer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_one_decision" ON "reviews" USING btree ("request_id") WHERE "reviews"."decision" is not null;--> statement-breakpoint
CREATE INDEX "reviews_attempt" ON "reviews" USING btree ("attempt_id","id");--> statement-breakpoint
CREATE INDEX "reviews_reviewer" ON "reviews" USING btree ("reviewer_id","decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "rubric_versions_number" ON "rubric_versions" USING btree ("rubric_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "rubric_versions_one_draft" ON "rubric_versions" USING btree ("rubric_id") WHERE "rubric_versions"."published_at" is null;--> statement-breakpoint
CREATE INDEX "rubric_versions_published_by" ON "rubric_versions" USING btree ("published_by");--> statement-breakpoint
CREATE INDEX "rubric_versions_created_by" ON "rubric_versions" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "rubrics_organization" ON "rubrics" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "rubrics_created_by" ON "rubrics" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "saved_comments_user" ON "saved_comments" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "submission_events_submission" ON "submission_events" USING btree ("submission_id","id");--> statement-breakpoint
CREATE INDEX "submission_events_actor" ON "submission_events" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "submission_outputs_submission" ON "submission_outputs" USING btree ("submission_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "submissions_once" ON "submissions" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE INDEX "submissions_course" ON "submissions" USING btree ("course_id","user_id","project_id","status");--> statement-breakpoint
CREATE INDEX "submissions_user" ON "submissions" USING btree ("user_id","id");--> statement-breakpoint
-- What quizzes and checkpoints were worth before there was a gradebook, as it would have been recorded: released at once.
INSERT INTO "grades" ("id", "course_id", "user_id", "kind", "item_id", "earned_points", "max_points", "released_at", "version", "created_at", "updated_at")
SELECT 'grd_0000000000' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16), "course_id", "user_id", 'quiz', "quiz_id",
	CASE "scoring"
		WHEN 'best' THEN max(CASE WHEN "from_best" = 1 THEN "points" END)
		WHEN 'last' THEN max(CASE WHEN "from_last" = 1 THEN "points" END)
		ELSE floor(avg("points"::float8 * "last_max" / "max_points") + 0.5)::bigint
	END,
	CASE "scoring" WHEN 'best' THEN max(CASE WHEN "from_best" = 1 THEN "max_points" END) ELSE max("last_max") END,
	max("at"), 1, max("at"), max("at")
FROM (
	SELECT "a"."quiz_id", "a"."user_id", "a"."points", "a"."max_points", "q"."course_id", "q"."scoring",
		coalesce("a"."graded_at", "a"."submitted_at", "a"."started_at") AS "at",
		row_number() OVER (PARTITION BY "a"."quiz_id", "a"."user_id" ORDER BY "a"."number" DESC) AS "from_last",
		row_number() OVER (PARTITION BY "a"."quiz_id", "a"."user_id" ORDER BY "a"."points"::float8 / "a"."max_points" DESC, "a"."number") AS "from_best",
		first_value("a"."max_points") OVER (PARTITION BY "a"."quiz_id", "a"."user_id" ORDER BY "a"."number" DESC) AS "last_max"
	FROM "quiz_attempts" AS "a"
	INNER JOIN "quizzes" AS "q" ON "q"."id" = "a"."quiz_id"
	WHERE "a"."status" = 'graded' AND "a"."max_points" > 0 AND "a"."points" IS NOT NULL
) AS "graded"
GROUP BY "course_id", "user_id", "quiz_id", "scoring";
--> statement-breakpoint
INSERT INTO "grades" ("id", "course_id", "user_id", "kind", "item_id", "earned_points", "max_points", "released_at", "version", "created_at", "updated_at")
SELECT 'grd_0000000000' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16), "c"."course_id", "r"."user_id", 'checkpoint', "r"."checkpoint_id", 100, 100,
	coalesce("r"."reviewed_at", "r"."done_at"), 1, coalesce("r"."reviewed_at", "r"."done_at"), coalesce("r"."reviewed_at", "r"."done_at")
FROM "checkpoint_results" AS "r"
INNER JOIN "checkpoints" AS "k" ON "k"."id" = "r"."checkpoint_id"
INNER JOIN "cohorts" AS "c" ON "c"."id" = "k"."cohort_id"
WHERE "r"."status" = 'approved';
--> statement-breakpoint
INSERT INTO "grade_changes" ("id", "grade_id", "after_points", "after_max_points", "source", "reason", "at")
SELECT 'gch_0000000000' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16), "id", "earned_points", "max_points", "kind", 'From before the gradebook', "updated_at"
FROM "grades";
