using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>A method that is quick and asks for nothing, to set a network beside.</summary>
/// <param name="ml">ML.NET, with the seed of the fit.</param>
/// <param name="kind">What the label is.</param>
/// <param name="classes">Number of classes.</param>
internal abstract class RivalMethod(MLContext ml, LabelKind kind, int classes)
{
    /// <summary>Its name within a sentence: "a linear model".</summary>
    public abstract string Name { get; }

    /// <summary>What the label is.</summary>
    protected LabelKind Kind => kind;

    /// <summary>ML.NET.</summary>
    protected MLContext Context => ml;

    /// <summary>Learns, and predicts other rows: classes from 0, or numbers.</summary>
    public abstract double[] Predict(PlainRows training, PlainRows rows);

    /// <summary>The same with a trainer of ML.NET's.</summary>
    protected double[] Predict(IEstimator<ITransformer> trainer, PlainRows training, PlainRows rows)
    {
        var model = trainer.Fit(training.View(ml, kind, classes));
        using var disposable = model as IDisposable;
        var scored = model.Transform(rows.View(ml, kind, classes));
        return kind switch
        {
            LabelKind.Class => [.. scored.GetColumn<uint>("PredictedLabel").Select(key => key - 1.0)], // keys start at 1, 0 is none
            LabelKind.YesNo => [.. scored.GetColumn<bool>("PredictedLabel").Select(yes => yes ? 1.0 : 0)],
            _ => [.. scored.GetColumn<float>("Score").Select(score => (double)score)],
        };
    }
}
