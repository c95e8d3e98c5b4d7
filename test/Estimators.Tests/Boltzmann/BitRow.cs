using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Rbm;

/// <summary>Rows of numbers whose width is known only to the test.</summary>
internal sealed class BitRow
{
    public float[] V { get; set; } = [];

    public static IDataView Load(MLContext ml, IEnumerable<float[]> rows)
    {
        var all = rows.Select(v => new BitRow { V = v }).ToArray();
        var schema = SchemaDefinition.Create(typeof(BitRow));
        schema["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, all[0].V.Length);
        return ml.Data.LoadFromEnumerable(all, schema);
    }

    /// <summary>Every picture of whole rows or of whole columns that are on.</summary>
    public static IReadOnlyList<float[]> BarsAndStripes(int side)
    {
        var lines = Enumerable.Range(0, 1 << side)
            .Select(s => Enumerable.Range(0, side).Select(i => (float)(s >> i & 1)).ToArray()).ToArray();
        return [.. lines.Select(line => Enumerable.Range(0, side * side).Select(i => line[i / side]).ToArray())
            .Concat(lines.Select(line => Enumerable.Range(0, side * side).Select(i => line[i % side]).ToArray()))
            .DistinctBy(p => string.Concat(p))];
    }
}
