using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// How models hand out and store their numbers.
internal static class ModelArrays
{
    public static void CopyTo(float[][] source, ref VBuffer<float>[] target)
    {
        if (target is null || target.Length < source.Length)
            Array.Resize(ref target, source.Length);
        for (var i = 0; i < source.Length; i++)
            VBuffer<float>.Copy(source[i], 0, ref target[i], source[i].Length);
    }

    public static void WriteRows(this BinaryWriter writer, float[][] rows)
    {
        writer.Write(rows.Length);
        foreach (var row in rows)
            writer.WriteArray(row);
    }

    /// Rows of equal length, at least one.
    public static float[][] ReadRows(this BinaryReader reader, IExceptionContext ctx)
    {
        var rows = new List<float[]>();
        for (var left = reader.ReadCount(ctx); left > 0; left--)
            rows.Add(reader.ReadArray<float>(ctx));
        ctx.CheckDecode(rows.Count > 0 && rows.All(row => row?.Length == rows[0]?.Length && row is not null), "The model's vectors are missing or differ in length");
        return [.. rows];
    }
}
