namespace GbGateway.Content.Profiles.Agents;

/// <summary>Platforms on which people build assistants: one answer, whatever happened to make it.</summary>
public static class AgentProfiles
{
    private const string Message = "message", AgentMessage = "agent_message", TextChunk = "text_chunk", WorkflowFinished = "workflow_finished",
        MessageDelta = "conversation.message.delta", MessageCompleted = "conversation.message.completed";

    /// <summary>Dify: chats, agents, completions and workflows.</summary>
    public static ApiProfile Dify { get; } = new("dify", "/chat-messages", "/completion-messages", "/workflows/run", "/workflows/*/run")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.DashScope,
        Document = SlotTree.Of(
            new("task_id", SlotKind.Mark),
            new("workflow_run_id", SlotKind.Mark),
            new("answer", SlotKind.Text),
            new("data.outputs.*", SlotKind.Text)),
        Stream = SlotTree.Of([
            new("event", SlotKind.EventType),
            new("task_id", SlotKind.Mark),
            .. Answers(Message),
            .. Answers(AgentMessage),
            new("event", SlotKind.Echo, TextChunk),
            new("task_id", SlotKind.Echo, TextChunk),
            new("workflow_run_id", SlotKind.Echo, TextChunk),
            new("data.text", SlotKind.Text, TextChunk) { Event = new("\"data\":{\"text\":\"{text}\"}}") },
            new("event", SlotKind.End, "message_end"),
            new("event", SlotKind.End, WorkflowFinished),
            new("data.outputs.*", SlotKind.Copy, WorkflowFinished),
            new("event", SlotKind.Error, "error")]),
    };

    /// <summary>Baidu's AppBuilder.</summary>
    public static ApiProfile AppBuilder { get; } = new("appbuilder", "/app/conversation/runs")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.DashScope,
        SplicesFinish = true,
        Document = SlotTree.Of(
            new("is_completion", SlotKind.Mark),
            new("answer", SlotKind.Text)),
        Stream = SlotTree.Of(
            new("is_completion", SlotKind.Mark),
            new("request_id", SlotKind.Echo),
            new("date", SlotKind.Echo),
            new("conversation_id", SlotKind.Echo),
            new("message_id", SlotKind.Echo),
            new("answer", SlotKind.Text) { Event = new("\"answer\":\"{text}\",\"is_completion\":false,\"content\":[]}") },
            new("is_completion", SlotKind.Finish)),
    };

    /// <summary>Coze: events are told by their names alone.</summary>
    public static ApiProfile Coze { get; } = new("coze", "/v3/chat")
    {
        IsToldByShape = true,
        ReusesRuns = true,
        Document = SlotTree.Of(
            new("bot_id", SlotKind.Mark),
            new("content", SlotKind.Text),
            new("type", SlotKind.TextType)),
        Stream = SlotTree.OfNamed(
            new("bot_id", SlotKind.Mark),
            new("type", SlotKind.TextType),
            new("id", SlotKind.Echo, MessageDelta),
            new("conversation_id", SlotKind.Echo, MessageDelta),
            new("bot_id", SlotKind.Echo, MessageDelta),
            new("chat_id", SlotKind.Echo, MessageDelta),
            new("content", SlotKind.Text, MessageDelta)
            {
                Event = new("\"role\":\"assistant\",\"type\":\"answer\",\"content\":\"{text}\",\"content_type\":\"text\"}", MessageDelta),
            },
            new("reasoning_content", SlotKind.SideText, MessageDelta)
            {
                Event = new("\"role\":\"assistant\",\"type\":\"answer\",\"content\":\"\",\"reasoning_content\":\"{text}\",\"content_type\":\"text\"}", MessageDelta),
            },
            new("id", SlotKind.Finish, MessageCompleted),
            new("content", SlotKind.Copy, MessageCompleted),
            new("id", SlotKind.End, "conversation.chat.completed"),
            new("id", SlotKind.Error, "conversation.chat.failed"),
            new("code", SlotKind.Error, "error")),
    };

    private static ContentSlot[] Answers(string type) =>
    [
        new("event", SlotKind.Echo, type),
        new("conversation_id", SlotKind.Echo, type),
        new("message_id", SlotKind.Echo, type),
        new("created_at", SlotKind.Echo, type),
        new("task_id", SlotKind.Echo, type),
        new("id", SlotKind.Echo, type),
        new("answer", SlotKind.Text, type) { Event = new("\"answer\":\"{text}\"}") },
    ];
}
