using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Bench;

/// <summary>Simple methods that learning tasks are set beside.</summary>
internal static class LinearBaselines
{
    /// <summary>Principal components of training rows: codes and reconstructions of test rows.</summary>
    public static (float[][] TrainCodes, float[][] TestCodes, float[][] Reconstruction) Components(
        float[][] train, float[][] test, int count)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Matrix(train), Matrix(test));
        var mean = x.mean([0L], keepdim: true);
        var centred = x - mean;
        var (_, vectors) = linalg.eigh(centred.t().mm(centred));
        var directions = vectors.narrow(1, vectors.size(1) - count, count);
        var codes = (y - mean).mm(directions);
        return (Rows(centred.mm(directions)), Rows(codes), Rows(codes.mm(directions.t()) + mean));
    }

    /// <summary>Ridge regression from one set of rows to another.</summary>
    public static float[][] Ridge(float[][] input, float[][] target, float[][] test, double penalty)
    {
        using var scope = NewDisposeScope();
        var (x, y, z) = (Matrix(input), Matrix(target), Matrix(test));
        var (meanX, meanY) = (x.mean([0L], keepdim: true), y.mean([0L], keepdim: true));
        var centred = x - meanX;
        var weights = linalg.solve(
            centred.t().mm(centred) + (eye(x.size(1), dtype: ScalarType.Float64) * penalty), centred.t().mm(y - meanY));
        return Rows((z - meanX).mm(weights) + meanY);
    }

    private static Tensor Matrix(float[][] rows) =>
        tensor(rows.SelectMany(r => r).ToArray(), [rows.Length, rows[0].Length]).to(ScalarType.Float64);

    private static float[][] Rows(Tensor matrix)
    {
        var width = (int)matrix.size(1);
        return [.. matrix.to(ScalarType.Float32).contiguous().data<float>().ToArray().Chunk(width)];
    }
}
