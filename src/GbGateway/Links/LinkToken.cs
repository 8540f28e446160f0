namespace GbGateway.Links;

/// <summary>What a link on the gateway says, sealed: nobody but the gateway reads it or makes one.</summary>
/// <param name="Expires">When it ends, whole seconds.</param>
/// <param name="Route">The route whose policy labels the picture.</param>
/// <param name="Tenant">The tenant whose policy it is, or empty.</param>
/// <param name="ProduceID">The number of the answer that held the link: the picture's implicit label says it.</param>
/// <param name="Url">What to fetch.</param>
public sealed record LinkToken(DateTimeOffset Expires, string Route, string Tenant, string ProduceID, string Url);
