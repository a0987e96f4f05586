CREATE INDEX "certificates_issued_at" ON "certificates" USING btree ("issued_at","id") WHERE "certificates"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "enrolments_activated_at" ON "enrolments" USING btree ("activated_at","id") WHERE "enrolments"."activated_at" is not null;--> statement-breakpoint
CREATE INDEX "enrolments_completed_at" ON "enrolments" USING btree ("completed_at","id") WHERE "enrolments"."completed_at" is not null;--> statement-breakpoint
CREATE INDEX "review_requests_queued_at" ON "review_requests" USING btree ("queued_at","id");--> statement-breakpoint
CREATE INDEX "review_requests_decided_at" ON "review_requests" USING btree ("decided_at","id") WHERE "review_requests"."decided_at" is not null;