namespace GbGateway.Tests.Support;

/// <summary>Tests that count allocations run when no other test does: pooled buffers are shared, and a neighbour may hold them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
