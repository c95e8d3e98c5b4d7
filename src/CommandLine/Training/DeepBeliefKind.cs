using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A deep belief network, which learns from rows without a label too.</summary>
internal sealed class DeepBeliefKind()
    : TrainerKind("DeepBeliefNetwork", TaskNames.Multiclass, TaskNames.Binary, TaskNames.Regression)
{
    /// <inheritdoc/>
    public override Type Options => typeof(DeepBeliefPredictionOptions);

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (DeepBeliefPredictionOptions)request.Options;
        var options = given with
        {
            LabelColumnName = request.Columns.Label!.Value.Name,
            FeatureColumnName = FeatureColumn,
            // What stops the fit is said once.
            Pretraining = given.Pretraining.WithConsoleProgress() with { Distribution = request.Together },
            Training = request.Accompanied(given.Training),
        };
        var ml = request.Ml;
        var trainer = request.Task switch
        {
            TaskNames.Multiclass => ml.MulticlassClassification.Trainers.DeepBeliefNetwork(options),
            TaskNames.Binary => ml.BinaryClassification.Trainers.DeepBeliefNetwork(options),
            _ => ml.Regression.Trainers.DeepBeliefNetwork(options),
        };
        return request.Chain(Vector(request), (rows, validation) => trainer.Fit(rows, validation, null), Names(request));
    }
}
