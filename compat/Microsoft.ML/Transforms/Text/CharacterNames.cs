namespace Microsoft.ML.Transforms.Text;

/// How a character is written in key values and slot names: itself, or a visible stand-in.
internal static class CharacterNames
{
    /// The Unicode abbreviations of U+0080 to U+009F.
    private static readonly string[] Controls =
        ("PAD HOP BPH NBH IND NEL SSA ESA HTS HTJ VTS PLD PLU RI SS2 SS3 " +
         "DCS PU1 PU2 STS CCH MW SPA EPA SOS SGCI SCI CSI ST OSC PM APC").Split(' ');

    public static string Of(char c) => c switch
    {
        // The symbols for control characters and the blank start at U+2400.
        <= ' ' => $"<{(char)(c + 0x2400)}>",
        '\u007f' => "<\u2421>",
        >= '\u0080' and <= '\u009f' => $"<{Controls[c - 0x80]}>",
        '\u2028' => "<LSEP>",
        '\u2029' => "<PSEP>",
        _ when char.IsSurrogate(c) => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };
}
