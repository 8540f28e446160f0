namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The entropy-coded bytes of a scan without their stuffing (T.81 F.1.2.3), taken from the file piece by piece, and the way back.</summary>
internal sealed class EntropyBits
{
    private const int Piece = 16384;

    /// <summary>Bytes behind the last one that may be read without harm.</summary>
    public const int Slack = 10 * EntropyReader.BytesPerBlock + 64;

    // Enough for the label's rows of a picture of 4096 by 4096.
    private const int MaxKept = 8 << 20;

    private byte[] _bytes = new byte[1 << 16];
    private (int Here, int InFile)[] _anchors = new (int, int)[64];
    private (int Here, int InFile)[] _restarts = new (int, int)[16];
    private int _anchorCount;
    private int _inFile;

    /// <summary>The bytes; those at <see cref="Length"/> and after are to be read but not to be believed.</summary>
    public byte[] Bytes => _bytes;

    public int Length { get; private set; }

    /// <summary>Whether the scan's last byte is here: a marker other than RSTn follows at <see cref="InFile"/>.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>How far the file has been taken in.</summary>
    public int InFile => _inFile;

    /// <summary>Restart markers met.</summary>
    public int Restarts { get; private set; }

    public void Start(int inFile)
    {
        (_inFile, Length, Restarts, _anchorCount, IsWhole) = (inFile, 0, 0, 0, false);
        Anchor();
    }

    /// <summary>Takes in the next piece of <paramref name="file"/>; false if there is nothing more to take now.</summary>
    public bool TryTake(ReadOnlySpan<byte> file)
    {
        if (IsWhole || file.Length - _inFile < 2)
        {
            return false;
        }
        var piece = file.Slice(_inFile, Math.Min(Piece, file.Length - _inFile));
        Reserve(piece.Length);
        Anchor();
        var taken = 0;
        while (taken < piece.Length)
        {
            var rest = piece[taken..];
            var plain = rest.IndexOf((byte)0xFF);
            if (plain != 0)
            {
                plain = plain < 0 ? rest.Length : plain;
                rest[..plain].CopyTo(_bytes.AsSpan(Length));
                Length += plain;
                taken += plain;
                continue;
            }
            if (rest.Length < 2)
            {
                break;
            }
            var marker = rest[1];
            if (marker == 0)
            {
                _bytes[Length++] = 0xFF;
                taken += 2;
            }
            else if (marker is >= 0xD0 and <= 0xD7)
            {
                taken += 2;
                AddRestart(_inFile + taken);
            }
            else if (marker == 0xFF)
            {
                taken++;
                AddAnchor(_inFile + taken);
            }
            else
            {
                IsWhole = true;
                _bytes.AsSpan(Length, Slack).Clear();
                break;
            }
        }
        _inFile += taken;
        return taken > 0 || IsWhole;
    }

    /// <summary>Where in the file the byte at <paramref name="here"/> begins.</summary>
    public int WhereInFile(int here)
    {
        int low = 0, high = _anchorCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            (low, high) = _anchors[middle].Here <= here ? (middle, high) : (low, middle - 1);
        }
        var (from, inFile) = _anchors[low];
        return inFile + (here - from) + _bytes.AsSpan(from, here - from).Count((byte)0xFF);
    }

    /// <summary>Where in the file the byte ends that holds the bit before <paramref name="bit"/>; a restart marker may follow there.</summary>
    public int WhereBitsEnd(long bit)
    {
        var last = (int)((bit - 1) >> 3);
        return WhereInFile(last) + (_bytes[last] == 0xFF ? 2 : 1);
    }

    /// <summary>Where restart marker <paramref name="number"/> ends: here and in the file.</summary>
    public (int Here, int InFile) Restart(int number) => _restarts[number];

    /// <summary>Lets go of a buffer that only a huge picture needed.</summary>
    public void Shrink()
    {
        if (_bytes.Length > MaxKept)
        {
            _bytes = new byte[1 << 16];
        }
    }

    private void AddRestart(int inFile)
    {
        if (Restarts == _restarts.Length)
        {
            Array.Resize(ref _restarts, Restarts * 2);
        }
        _restarts[Restarts++] = (Length, inFile);
        AddAnchor(inFile);
    }

    private void Anchor() => AddAnchor(_inFile);

    private void AddAnchor(int inFile)
    {
        if (_anchorCount > 0 && _anchors[_anchorCount - 1].Here == Length)
        {
            _anchors[_anchorCount - 1] = (Length, inFile);
            return;
        }
        if (_anchorCount == _anchors.Length)
        {
            Array.Resize(ref _anchors, _anchorCount * 2);
        }
        _anchors[_anchorCount++] = (Length, inFile);
    }

    private void Reserve(int more)
    {
        if (Length + more + Slack > _bytes.Length)
        {
            var grown = GC.AllocateUninitializedArray<byte>(Math.Max(_bytes.Length * 2, Length + more + Slack));
            _bytes.AsSpan(0, Length).CopyTo(grown);
            _bytes = grown;
        }
    }
}
