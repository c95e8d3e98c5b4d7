using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A multilayer perceptron, which reads numbers, texts and truths as they are.</summary>
internal sealed class MultilayerPerceptronKind()
    : TrainerKind("MultilayerPerceptron", TaskNames.Multiclass, TaskNames.Binary, TaskNames.Regression)
{
    /// <inheritdoc/>
    public override Type Options => typeof(MultilayerPerceptronOptions);

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (MultilayerPerceptronOptions)request.Options;
        var options = given with
        {
            LabelColumnName = request.Columns.Label!.Value.Name,
            FeatureColumnNames = [.. request.Columns.Features.Select(feature => feature.Name)],
            Training = request.Accompanied(given.Training),
        };
        var ml = request.Ml;
        var trainer = request.Task switch
        {
            TaskNames.Multiclass => ml.MulticlassClassification.Trainers.MultilayerPerceptron(options),
            TaskNames.Binary => ml.BinaryClassification.Trainers.MultilayerPerceptron(options),
            _ => ml.Regression.Trainers.MultilayerPerceptron(options),
        };
        return request.Chain(null, (rows, validation) => trainer.Fit(rows, validation, null), Names(request));
    }
}
