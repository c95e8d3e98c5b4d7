using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The rows of a view with normal noise on one column; every pass meets the same noise.</summary>
/// <param name="source">The data.</param>
/// <param name="column">Name of a vector of float.</param>
/// <param name="deviations">Deviation of the noise for each number of the vector.</param>
/// <param name="seed">Fixes the noise.</param>
internal sealed class PerturbedRows(IDataView source, string column, float[] deviations, int seed)
    : ChangedRows<VBuffer<float>>(source, column, Noise(deviations), seed)
{
    private static CellChange<VBuffer<float>> Noise(float[] deviations) => (ref VBuffer<float> value, Random random, long _) =>
    {
        var values = value.DenseValues().ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] += (float)(deviations[i] * StepChanges.Normal(random));
        value = new VBuffer<float>(values.Length, values);
    };
}
