using Microsoft.ML;

namespace DeepML.Data;

/// <summary>
/// Sequences of keys as one long sequence of tokens: a key is its own number, 0 stands before, between and behind the sequences, and a
/// missing key, a word that the keys do not have, is the number behind the last key.
/// </summary>
internal static class TokenTexts
{
    /// <summary>Tokens beside the keys: the end and the missing key.</summary>
    public const int Others = 2;

    /// <summary>The token of a missing key.</summary>
    public static int Missing(int keys) => keys + 1;

    /// <summary>Reads the sequences of a column one after the other.</summary>
    /// <returns>Empty if no row holds a key.</returns>
    public static long[] Read(IDataView data, SequenceInput keys)
    {
        var tokens = new List<long> { 0 };
        var column = data.Schema[keys.Name];
        using var cursor = data.GetRowCursor([column]);
        var read = keys.Bind(cursor, column);
        var row = new ColumnBlock(keys, 1);
        while (cursor.MoveNext())
        {
            read(row, 0);
            var length = (int)row.Lengths[0];
            if (length == 0)
                continue;
            foreach (var key in row.Row<int>(0)[..length])
                tokens.Add(key == 0 ? Missing(keys.Shape.KeyCount) : key);
            tokens.Add(0);
        }
        return tokens.Count == 1 ? [] : [.. tokens];
    }
}
