namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// The last symbols of a block's canonical code: those with the longest, rarest codes. If the label needs a literal that the block has no
/// code for, room is made among them: their codes grow to up to 15 bits and the new literals join, while every code before them in
/// canonical order keeps its bits. So the block's other tokens are copied as they stand; only the few late ones, whose places the
/// inflater notes, are written anew.
/// </summary>
internal static class LateSymbols
{
    /// <summary>Longest codes wished for on average beyond the strict minimum: 4 places of 15 bits a symbol is 13 bits a symbol.</summary>
    private const int Slack = 4;

    /// <summary>Places of 15 bits that a code of <paramref name="length"/> bits spans.</summary>
    public static int Places(int length) => 1 << (DeflateFacts.MaxCodeLength - length);

    /// <summary>Where, in canonical order, the symbols begin whose tokens must be noted so that any missing literal can be added.</summary>
    public static int FindStart(in CanonicalOrder order, ReadOnlySpan<byte> lengths)
    {
        var missing = lengths[..256].Count((byte)0);
        var from = order.Start(InflateTable.LiteralBits + 1);
        if (missing == 0)
        {
            return from;
        }
        var places = 0;
        for (var place = order.Count - 1; place >= 0; place--)
        {
            if (place < from && places >= Slack * (missing + order.Count - place))
            {
                return place + 1;
            }
            places += Places(lengths[order.Symbol(place)]);
        }
        return 0;
    }
}
