using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>A cached column of 64 floats, which the first three data workloads read.</summary>
internal static class CachedColumn
{
    public const int Width = 64;
    public const int Rows = 100_000;

    public static IDataView Create(MLContext ml)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(_ => new Row { Features = Values(random) }).ToArray();
        return ml.Data.Cache(ml.Data.LoadFromEnumerable(rows));
    }

    public static float[] Values(Random random) => [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle())];

    public static ITransformer Chain(MLContext ml, IDataView data) => ml.Transforms.NormalizeMinMax("Features")
        .Append(ml.Transforms.NormalizeMeanVariance("Features"))
        .Append(ml.Transforms.NormalizeLpNorm("Features"))
        .Fit(data);

    /// <summary>Reads the column to its end and returns rows per second.</summary>
    public static double Read(IDataView data, int passes)
    {
        var column = data.Schema["Features"];
        var value = default(VBuffer<float>);
        var rows = 0L;
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < passes; pass++)
        {
            using var cursor = data.GetRowCursor([column]);
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            while (cursor.MoveNext())
            {
                getter(ref value);
                rows++;
            }
        }
        return rows / clock.Elapsed.TotalSeconds;
    }

    internal sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}

/// <summary>Reading a cached vector column through a cursor.</summary>
internal sealed class DataCursor : ISpeedWorkload
{
    private readonly Lazy<IDataView> _data = new(() => CachedColumn.Create(new MLContext(1)));

    public string Name => "data_cursor";

    public double Run() => CachedColumn.Read(_data.Value, 50);
}

/// <summary>Three normalizers chained over it.</summary>
internal sealed class DataChain : ISpeedWorkload
{
    private readonly Lazy<IDataView> _data = new(() =>
    {
        var ml = new MLContext(1);
        var data = CachedColumn.Create(ml);
        return CachedColumn.Chain(ml, data).Transform(data);
    });

    public string Name => "data_chain";

    public double Run() => CachedColumn.Read(_data.Value, 20);
}

/// <summary>A prediction engine over the same chain.</summary>
internal sealed class DataEngine : ISpeedWorkload
{
    private readonly Lazy<PredictionEngine<CachedColumn.Row, CachedColumn.Row>> _engine = new(() =>
    {
        var ml = new MLContext(1);
        return ml.Model.CreatePredictionEngine<CachedColumn.Row, CachedColumn.Row>(CachedColumn.Chain(ml, CachedColumn.Create(ml)));
    });

    private readonly CachedColumn.Row _row = new() { Features = CachedColumn.Values(new Random(2)) };

    public string Name => "data_engine";

    public string Unit => "predictions";

    public double Run()
    {
        const int predictions = 1_000_000;
        var engine = _engine.Value;
        var answer = new CachedColumn.Row();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < predictions; i++)
            engine.Predict(_row, ref answer);
        return predictions / clock.Elapsed.TotalSeconds;
    }
}
