using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// A fitted predictor. Scores are one number or, for outputs of VBuffer, several.
public abstract class ModelParametersBase<TOutput> : ICanSaveModel, IScorer
{
    private protected ModelParametersBase()
    {
    }

    internal abstract int FeatureCount { get; }

    internal abstract int ScoreCount { get; }

    int IScorer.FeatureCount => FeatureCount;

    int IScorer.ScoreCount => ScoreCount;

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores) => Score(features, scores);

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    internal abstract void Score(ReadOnlySpan<float> features, Span<float> scores);

    private protected abstract void Save(ModelSaveContext ctx);
}

/// What prediction transformers need of a model.
internal interface IScorer
{
    int FeatureCount { get; }

    int ScoreCount { get; }

    void Score(ReadOnlySpan<float> features, Span<float> scores);
}
