namespace GbGateway.Content.Filtering;

/// <summary>Where one automaton stands in the held text.</summary>
internal struct GroupState
{
    /// <summary>First byte of the window that may still become a hit.</summary>
    internal int From;

    /// <summary>Bytes of the window already read, shifted left; bit 0 says that a word runs up to <see cref="From"/>.</summary>
    private int _readAndWord;

    internal int Read
    {
        readonly get => _readAndWord >> 1;
        set => _readAndWord = (value << 1) | (_readAndWord & 1);
    }

    internal bool AfterWord
    {
        readonly get => (_readAndWord & 1) != 0;
        set => _readAndWord = (_readAndWord & ~1) | (value ? 1 : 0);
    }
}
