using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>An autoencoder whose reconstruction error finds rows unlike the others.</summary>
internal sealed class AutoencoderAnomalyKind() : TrainerKind("AutoencoderAnomaly", TaskNames.Anomaly)
{
    /// <inheritdoc/>
    public override Type Options => typeof(AutoencoderAnomalyOptions);

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (AutoencoderAnomalyOptions)request.Options;
        var trainer = request.Ml.AnomalyDetection.Trainers.Autoencoder(given with
        {
            FeatureColumnName = FeatureColumn,
            Autoencoder = given.Autoencoder with { Training = request.Accompanied(given.Autoencoder.Training) },
        });
        return request.Chain(Vector(request), (rows, validation) => trainer.Fit(rows, validation, null));
    }
}
