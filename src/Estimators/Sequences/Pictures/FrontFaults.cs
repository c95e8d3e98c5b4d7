using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What can be wrong with layers that make features of steps which are pictures.</summary>
internal static class FrontFaults
{
    /// <summary>Notes faults of the layers, and of options that do not go with them.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="front">The layers; null for none.</param>
    /// <param name="stepSize">Numbers per step, where they are given.</param>
    /// <param name="scaling">How numbers are scaled.</param>
    public static void Check(OptionFaults faults, ConvolutionalFront? front, int? stepSize, NetworkInputScaling scaling)
    {
        const string name = "Front";
        if (front is null)
            return;
        var isSound = true;
        front.Validate(new PartFaults(name, (part, value, requirement) =>
        {
            isSound = false;
            faults.Add(part, value, requirement);
        }));
        if (scaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.None))
            faults.Add("InputScaling", scaling, $"Automatic or None with a {name}: pictures are scaled channel by channel");
        if (!isSound)
            return;
        if (stepSize is { } size && size != front.PictureSize)
            faults.Add(
                "StepSize", size, FormattableString.Invariant($"null, or {front.PictureSize}: the ")
                    + FormattableString.Invariant($"{front.Channels} · {front.Height} · {front.Width} numbers of a picture of {name}"));
        try
        {
            _ = front.Architecture().StepSize;
        }
        catch (ArgumentException e)
        {
            faults.Add(name, [e.Message.Replace(" (Parameter 'layer')", "", StringComparison.Ordinal)
                .Replace(" (Parameter 'planned')", "", StringComparison.Ordinal)]);
        }
    }
}
