namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The scratch memory of one labelling, kept for the next: a steady stream of pictures allocates nothing.</summary>
internal sealed class PngOperation
{
    /// <summary>An operation that has grown beyond this many bytes by one outsized picture is let go.</summary>
    private const long MaxKept = 32 << 20;

    private static readonly Spares<PngOperation> Kept = new(Math.Max(4, Environment.ProcessorCount));

    private PngOperation()
    {
    }

    public PngGraft Graft { get; } = new();

    public PngTail Tail { get; } = new();

    /// <summary>Bytes of the file held by a push.</summary>
    public PinnedBuffer Held { get; } = new();

    public static PngOperation Rent() => Kept.Take() ?? new PngOperation();

    public static void Return(PngOperation operation)
    {
        operation.Graft.End();
        if (operation.Graft.Capacity + operation.Held.Capacity <= MaxKept)
        {
            Kept.Put(operation);
        }
    }
}
