namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The buffers one picture at a time is worked on with. A few are kept, so that a steady stream of pictures allocates nothing.</summary>
internal sealed class SurgeryRoom
{
    private static readonly Spares<SurgeryRoom> Free = new();

    public HeaderReader Header { get; } = new();

    public BaselineSurgeon Baseline { get; } = new();

    public ProgressiveSurgeon Progressive => _progressive ??= new();

    public WholeSurgeon Whole => _whole ??= new();

    private ProgressiveSurgeon? _progressive;
    private WholeSurgeon? _whole;

    public static SurgeryRoom Rent() => Free.Take() ?? new SurgeryRoom();

    /// <summary>Takes a room back; the renter forgets it.</summary>
    public static void Return(SurgeryRoom room)
    {
        room.Baseline.Shrink();
        room._progressive?.Shrink();
        room._whole?.Shrink();
        Free.Put(room);
    }
}
