using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The rows of a view with normal noise on one column; every pass meets the same noise.</summary>
/// <param name="source">The data.</param>
/// <param name="column">Name of a vector of float.</param>
/// <param name="deviations">Deviation of the noise for each number of the vector.</param>
/// <param name="seed">Fixes the noise.</param>
internal sealed class PerturbedRows(IDataView source, string column, float[] deviations, int seed) : SingleCursorView(source.Schema)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), Schema[column].Index, deviations, seed);

    private sealed class Cursor(DataViewRowCursor source, int perturbed, float[] deviations, int seed) : PassThroughCursor(source)
    {
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = base.GetGetter<TValue>(column);
            if (column.Index != perturbed || getter is not ValueGetter<VBuffer<float>> real)
                return getter;
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                real(ref value);
                var values = value.DenseValues().ToArray();
                AddNoise(values);
                value = new VBuffer<float>(values.Length, values);
            });
        }

        // Of each row by itself, so that it does not matter how often or in which order values are asked for.
        private void AddNoise(Span<float> values)
        {
            var random = new Random(Mixing.Seed(seed, (int)Position, (int)(Position >> 32)));
            for (var i = 0; i < values.Length; i++)
            {
                var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
                values[i] += (float)(deviations[i] * radius * Math.Cos(angle)); // Box and Muller, Ann. Math. Stat. 29, 1958
            }
        }
    }
}
