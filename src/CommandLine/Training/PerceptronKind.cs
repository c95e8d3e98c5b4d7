using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A linear network that learns from its errors only.</summary>
internal sealed class PerceptronKind() : TrainerKind("Perceptron", TaskNames.Multiclass, TaskNames.Binary)
{
    /// <inheritdoc/>
    public override Type Options => typeof(PerceptronOptions);

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (PerceptronOptions)request.Options;
        var options = given with
        {
            LabelColumnName = request.Columns.Label!.Value.Name,
            FeatureColumnName = FeatureColumn,
            Training = request.Accompanied(given.Training),
        };
        var ml = request.Ml;
        var trainer = request.Task == TaskNames.Multiclass
            ? ml.MulticlassClassification.Trainers.Perceptron(options)
            : ml.BinaryClassification.Trainers.Perceptron(options);
        var scaled = Vector(request).Append(ml.Transforms.NormalizeMeanVariance(FeatureColumn)); // it has no scaling inside
        return request.Chain(scaled, (rows, validation) => trainer.Fit(rows, validation, null), Names(request));
    }
}
