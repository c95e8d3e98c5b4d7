using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a network that tells the class of every pixel, beside its weights.</summary>
/// <param name="Columns">The columns; the target is the mask.</param>
/// <param name="Answer">How it answers.</param>
/// <param name="IgnoredClass">A class whose pixels do not count; null for none.</param>
/// <param name="Architecture">The network, whose task is <see cref="SegmentationTask"/>.</param>
/// <param name="History">What happened in training.</param>
internal sealed record SegmentationDescription(
    ImageTranslationColumns Columns, SegmentationAnswer Answer, int? IgnoredClass, TranslationArchitecture Architecture,
    TrainingHistory History) : IModelDescription<TranslationNetwork>
{
    /// <summary>The column that is added, for given pictures of a format.</summary>
    public ScoredOutputs Outputs(TranslationNetwork network, ImageFormat format)
    {
        var classes = Architecture.OutputChannels;
        Func<TorchSharp.torch.Tensor[], TorchSharp.torch.Tensor> found = given => network.Finished(given, Columns.TileSize).argmax(1, true);
        if (Answer == SegmentationAnswer.Classes)
            return ScoredOutputs.Of(new KeyGridOutput(Columns.Output, classes, format.Height, format.Width), found);
        OutputColumn painted = Columns.MakesImages
            ? new ImageOutput(Columns.Output, 3, format.Height, format.Width)
            : VectorOutput.OfPictures(Columns.Output, 3, format.Height, format.Width);
        return ScoredOutputs.Of(painted, given => ClassColors.Paint(found(given), classes));
    }

    /// <inheritdoc/>
    public void Check()
    {
        Sound.That(Architecture.Task is SegmentationTask, "its network does not tell classes");
        Sound.That(Columns.Target is not null, "the mask column has no name");
        Sound.That(Enum.IsDefined(Answer), "its answer is of no known kind");
        Architecture.Generator.Validate(Sound.Part("Generator"));
        Architecture.Task.Validate(Sound.Part("Task"));
        PictureChecks.Check((Architecture.Channels, Columns.Format.Height, Columns.Format.Width), Columns.Format);
        Sound.Product(
            "the probabilities of a picture", Architecture.OutputChannels, Columns.Format.Height, Columns.Format.Width);
        Sound.InRange(Columns.TileSize, 0, Sound.MostNumbers, nameof(Columns.TileSize));
        Sound.Same(Architecture.MeanHeight, 0, "the rows of a mean picture that is not kept");
        Sound.Same(Architecture.MeanWidth, 0, "the columns of a mean picture that is not kept");
    }

    /// <inheritdoc/>
    public TranslationNetwork CreateNetwork() => new(Architecture);
}
