namespace GbGateway.Load.Scenarios;

/// <summary>What a proxy labels.</summary>
public enum Labelling
{
    /// <summary>Nothing: it only forwards.</summary>
    None,

    /// <summary>Chat answers in one piece.</summary>
    WholeChats,

    /// <summary>Chat answers, streamed or not.</summary>
    Chats,

    /// <summary>Chats and pictures.</summary>
    Everything,
}
