using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// How models hand out and store their numbers.
internal static class ModelArrays
{
    public static VersionInfo Version(string modelSignature, string loaderSignature) =>
        new(modelSignature, 0x00010001, 0x00010001, 0x00010001, typeof(ModelArrays).Assembly.FullName, loaderSignature);

    public static void CopyTo(float[][] source, ref VBuffer<float>[] target)
    {
        if (target is null || target.Length < source.Length)
            Array.Resize(ref target, source.Length);
        for (var i = 0; i < source.Length; i++)
            VBuffer<float>.Copy(source[i], 0, ref target[i], source[i].Length);
    }

    public static void Write(ModelSaveContext ctx, float[] values)
    {
        ctx.Writer.Write(values.Length);
        foreach (var value in values)
            ctx.Writer.Write(value);
    }

    public static void Write(ModelSaveContext ctx, float[][] rows)
    {
        ctx.Writer.Write(rows.Length);
        foreach (var row in rows)
            Write(ctx, row);
    }

    public static float[] Read(IHostEnvironment env, ModelLoadContext ctx)
    {
        var count = ctx.Reader.ReadInt32();
        var left = ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position;
        env.CheckDecode(count >= 0 && count <= left / sizeof(float), "The model ends before its numbers do");
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = ctx.Reader.ReadSingle();
        return values;
    }

    public static float[][] ReadMany(IHostEnvironment env, ModelLoadContext ctx)
    {
        var count = ctx.Reader.ReadInt32();
        var left = ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position;
        env.CheckDecode(count >= 0 && count <= left / sizeof(int), "The model ends before its numbers do");
        var rows = new float[count][];
        for (var i = 0; i < count; i++)
            rows[i] = Read(env, ctx);
        env.CheckDecode(rows.All(row => row.Length == rows[0].Length), "The weight vectors differ in length");
        return rows;
    }
}
