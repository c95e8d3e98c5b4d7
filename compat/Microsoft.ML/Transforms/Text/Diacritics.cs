using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.Transforms.Text;

/// Letters without their marks, by canonical decomposition.
internal static class Diacritics
{
    private static readonly ConcurrentDictionary<char, char> Known = new();

    public static char BaseOf(char c) => c < 0x80 || char.IsSurrogate(c) ? c : Known.GetOrAdd(c, Decompose);

    private static char Decompose(char c)
    {
        var parts = c.ToString().Normalize(NormalizationForm.FormD);
        for (var i = 1; i < parts.Length; i++)
            if (CharUnicodeInfo.GetUnicodeCategory(parts[i]) != UnicodeCategory.NonSpacingMark)
                return c;
        return parts[0];
    }
}
