using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>An autoencoder, whose code stands for the row in a few numbers.</summary>
internal sealed class AutoencoderKind() : TrainerKind("Autoencoder", TaskNames.Codes)
{
    /// <inheritdoc/>
    public override Type Options => typeof(AutoencoderOptions);

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (AutoencoderOptions)request.Options;
        var trainer = request.Ml.Transforms.Autoencoder(
            "Code", FeatureColumn, given with { Training = request.Accompanied(given.Training) });
        return request.Chain(Vector(request), (rows, validation) => trainer.Fit(rows, validation, null));
    }
}
