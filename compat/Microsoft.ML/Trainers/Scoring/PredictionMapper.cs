using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// A column that a prediction adds, and how its getter is made from the scores of the current row.
internal sealed record PredictionColumn(DataViewSchema.DetachedColumn Column, Func<Func<float[]>, Delegate> MakeGetter);

/// Scores a row once for all the columns that are made of its scores.
internal sealed class PredictionMapper(IHost host, DataViewSchema inputSchema, DataViewSchema.Column feature, IScorer model, PredictionColumn[] columns)
    : RowMapper(inputSchema)
{
    protected override DataViewSchema.DetachedColumn[] CreateOutputs() => Array.ConvertAll(columns, c => c.Column);

    public override IEnumerable<int> DependenciesOf(int output) => [feature.Index];

    public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
    {
        disposer = null;
        return columns[output].MakeGetter(ScoresOf(input));
    }

    public override Delegate[] CreateGetters(DataViewRow input, bool[] active, out Action disposer)
    {
        disposer = null;
        if (!active.Contains(true))
            return new Delegate[active.Length];
        var scores = ScoresOf(input);
        return active.Select((isActive, i) => isActive ? columns[i].MakeGetter(scores) : null).ToArray();
    }

    private Func<float[]> ScoresOf(DataViewRow input)
    {
        var getFeatures = input.GetGetter<VBuffer<float>>(feature);
        var buffer = default(VBuffer<float>);
        var features = new float[model.FeatureCount];
        var scores = new float[model.ScoreCount];
        var position = -1L;
        return () =>
        {
            if (position == input.Position && position >= 0)
                return scores;
            getFeatures(ref buffer);
            host.Check(buffer.Length == features.Length, $"Column '{feature.Name}' has {buffer.Length} values in this row, the model needs {features.Length}");
            buffer.CopyTo(features);
            model.Score(features, scores);
            position = input.Position;
            return scores;
        };
    }
}
