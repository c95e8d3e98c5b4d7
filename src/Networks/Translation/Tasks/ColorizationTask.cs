using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Colours for grey pictures: what is bright stays as bright, and red and blue are told by how far they lie from it. Pairs are made by
/// taking the colours away.
/// </summary>
[SavedAs("colorization")]
internal sealed record ColorizationTask : ImageTask
{
    internal const double RedShare = 0.3; // of ML.NET's ConvertToGrayscale, as PictureLevels.Grey has them
    internal const double GreenShare = 0.59;
    internal const double BlueShare = 0.11;

    /// <inheritdoc/>
    public override bool TakesGrey => true;

    /// <inheritdoc/>
    public override int OutputChannels(int channels) => 3;

    /// <inheritdoc/>
    public override int ReadChannels(int channels) => 1;

    /// <inheritdoc/>
    public override int AnswerChannels(int channels) => 2;

    /// <inheritdoc/>
    public override Tensor Read(Tensor[] inputs, Tensor? mean) => PictureLevels.Grey(inputs[0]);

    /// <summary>Red and blue are the brightness and an answer each; green is what keeps the brightness.</summary>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean)
    {
        var grey = PictureLevels.Grey(inputs[0]); // (batch, 1, height, width)
        var (red, blue) = (answer.narrow(1, 0, 1), answer.narrow(1, 1, 1));
        var green = red.Times(-RedShare / GreenShare).Plus(blue, -BlueShare / GreenShare);
        return cat([red, green, blue], 1).Plus(grey);
    }

    /// <inheritdoc/>
    public override Tensor Shown(Tensor[] inputs) => PictureLevels.Grey(inputs[0]);

    /// <inheritdoc/>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random) =>
        new([PictureLevels.Grey(pictures)], pictures);

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean)
    {
        yield return ("grey", example => ImageResampling.WithChannels(PictureLevels.Grey(example.Inputs[0]), 3));
        yield return ("the mean colour of each place", example =>
        {
            var grey = PictureLevels.Grey(example.Inputs[0]);
            var place = ImageResampling.Mean(mean, example.Target);
            return Finish((place - PictureLevels.Grey(place)).Plus(grey), example.Inputs);
        }
        );
    }
}
