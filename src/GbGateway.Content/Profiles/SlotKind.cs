namespace GbGateway.Content.Profiles;

/// <summary>What stands at a place of a JSON document.</summary>
public enum SlotKind
{
    /// <summary>Generated text that people read.</summary>
    Text,

    /// <summary>The model's reasoning or refusal: content, but never labelled inline.</summary>
    SideText,

    /// <summary>A picture: base64, a data URI, or a link.</summary>
    Image,

    /// <summary>Sound or video, inline or linked, which this version does not label.</summary>
    Audio,

    /// <summary>What a model put out, whatever it makes: a picture, a link to one, or text that people read. The value tells.</summary>
    Output,

    /// <summary>The media type of a sibling <see cref="Image"/>: sound hides behind the same member.</summary>
    MediaType,

    /// <summary>
    /// A repetition of a run's whole text: it must agree with the text, label and all. In a stream it comes later; one that comes without
    /// a text before it is that text. In a whole answer it gets a label of its own.
    /// </summary>
    Copy,

    /// <summary>A repetition of a <see cref="SideText"/>, later in the stream.</summary>
    SideCopy,

    /// <summary>The arguments of a tool call: a JSON object, or one inside a string, which may come in pieces.</summary>
    Arguments,

    /// <summary>A repetition of <see cref="Arguments"/>, later in the stream.</summary>
    ArgumentsCopy,

    /// <summary>In a stream, the number of the tool call that sibling <see cref="Arguments"/> or <see cref="SideText"/> belong to.</summary>
    PartIndex,

    /// <summary>The list of tool calls, which goes where a choice is refused.</summary>
    ToolCalls,

    /// <summary>The text once more, cut into tokens (log probabilities): left out where a filter may change the text.</summary>
    TokenTexts,

    /// <summary>A value said once, at the start of a stream, that the event of a refusal says again: its id.</summary>
    Identity,

    /// <summary>The type of a streamed event, which <see cref="ContentSlot.When"/> refers to.</summary>
    EventType,

    /// <summary>The type of a part: a sibling <see cref="Text"/> counts only if it is text.</summary>
    TextType,

    /// <summary>If true, a sibling <see cref="Text"/> is a thought and not labelled.</summary>
    Thought,

    /// <summary>Whose text it is: what a user wrote is no generated content. Inside an array it speaks for its element, outside for the whole answer.</summary>
    Author,

    /// <summary>A member that shows, beside content, which API an answer of an unknown path is of.</summary>
    Mark,

    /// <summary>The number of an event in its stream: events put in shift those that follow.</summary>
    Sequence,

    /// <summary>The number of a run (a choice) in a stream.</summary>
    RunIndex,

    /// <summary>The run ends here, if the value is neither null nor empty nor false.</summary>
    Finish,

    /// <summary>The whole answer ends here: what is owed a label gets it before.</summary>
    End,

    /// <summary>An error in band, if the value is not null.</summary>
    Error,

    /// <summary>A value that a label event repeats, raw, under its own name.</summary>
    Echo,

    /// <summary>An implicit label the upstream wrote as a JSON member: it is replaced (<c>GB-6.1-c</c>). Part of every tree.</summary>
    ImplicitLabel,

    /// <summary>Text a user wrote, in a request.</summary>
    Prompt,

    /// <summary>Whose text it is, in a request.</summary>
    PromptRole,

    /// <summary>Which of the tenant's users it is, in a request.</summary>
    PromptUser,

    /// <summary>A value of the request that <see cref="RequestFacts"/> are made of.</summary>
    Fact,
}
