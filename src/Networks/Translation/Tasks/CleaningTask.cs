using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures without marks, stains, noise or blur; pairs are made by spoiling whole ones.</summary>
/// <param name="Corruptions">What spoils them, one after the other.</param>
/// <param name="MarkWeight">How much more a pixel under a mark counts in the loss than others.</param>
[SavedAs("cleaning")]
internal sealed record CleaningTask(ImageCorruption[] Corruptions, double MarkWeight) : ImageTask
{
    /// <inheritdoc/>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean) => answer.Plus(inputs[0]);

    /// <inheritdoc/>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random)
    {
        var spoiled = pictures;
        Tensor? marks = null;
        foreach (var corruption in Corruptions)
        {
            var (made, mark) = corruption.Spoil(spoiled, random);
            spoiled = made;
            if (mark is not null)
                marks = marks is null ? mark : marks.logical_or(mark);
        }
        return new ImageExample([spoiled], pictures)
        {
            Weights = marks is null || MarkWeight == 0 ? null : marks.to(pictures.dtype).Times(MarkWeight).Plus(1),
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean)
    {
        yield return ("doing nothing", example => example.Inputs[0]);
        yield return ("a median filter of 3x3 pixels", example => Median(example.Inputs[0]));
    }

    /// <inheritdoc/>
    public override void Validate(PartFaults faults)
    {
        foreach (var corruption in Corruptions)
            corruption.Validate(faults);
        faults.InRange(MarkWeight, 0, NumberLimits.Largest, nameof(MarkWeight));
    }

    private static Tensor Median(Tensor pictures)
    {
        var (height, width) = (pictures.size(2), pictures.size(3));
        var padded = nn.functional.pad(
            pictures.reshape(-1, 1, height, width), [1, 1, 1, 1], PaddingModes.Replicate); // (batch · channels, 1, …)
        var around = new List<Tensor>();
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 3; x++)
                around.Add(padded.narrow(2, y, height).narrow(3, x, width));
        return cat(around, 1).sort(1).Values.narrow(1, 4, 1).reshape(pictures.shape); // the fifth of nine
    }
}
