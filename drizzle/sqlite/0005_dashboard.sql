CREATE INDEX `certificates_issued_at` ON `certificates` (`issued_at`,`id`) WHERE "certificates"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX `enrolments_activated_at` ON `enrolments` (`activated_at`,`id`) WHERE "enrolments"."activated_at" is not null;--> statement-breakpoint
CREATE INDEX `enrolments_completed_at` ON `enrolments` (`completed_at`,`id`) WHERE "enrolments"."completed_at" is not null;--> statement-breakpoint
CREATE INDEX `review_requests_queued_at` ON `review_requests` (`queued_at`,`id`);--> statement-breakpoint
CREATE INDEX `review_requests_decided_at` ON `review_requests` (`decided_at`,`id`) WHERE "review_requests"."decided_at" is not null;