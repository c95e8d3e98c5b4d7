using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>What each number of a row has contributed to an answer.</summary>
public sealed class Explanation
{
    private readonly (int Channels, int Height, int Width)? _picture;

    internal Explanation(
        ExplanationMethod method, IReadOnlyList<string> names, IReadOnlyList<float> contributions, double score, double baselineScore,
        (int Channels, int Height, int Width)? picture)
    {
        (Method, Names, Contributions, Score, BaselineScore, _picture) = (method, names, contributions, score, baselineScore, picture);
    }

    /// <summary>The method that was used.</summary>
    public ExplanationMethod Method { get; }

    /// <summary>
    /// What each contribution belongs to: the slot names of the feature column or the columns of a table where there are any, else
    /// "COLUMN[3]"; of pictures "channel 0, row 3, column 5", of sequences "step 3" or "step 3, number 1".
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The contributions, in the order of the row's numbers, in the unit of <see cref="Score"/>.</summary>
    public IReadOnlyList<float> Contributions { get; }

    /// <summary>
    /// What is explained: the logit of the class (yes or no: of yes, or of no with its sign turned), or the number predicted.
    /// </summary>
    public double Score { get; }

    /// <summary>The same for the baseline.</summary>
    public double BaselineScore { get; }

    /// <summary>
    /// How far the contributions are from adding up to <see cref="Score"/> - <see cref="BaselineScore"/>, as a share of it: small for
    /// integrated gradients, without a meaning for occlusion.
    /// </summary>
    public double Incompleteness
    {
        get
        {
            var way = Score - BaselineScore;
            var gap = Math.Abs(Contributions.Sum(contribution => (double)contribution) - way);
            return gap / Math.Max(Math.Abs(way), 1e-6);
        }
    }

    /// <summary>The contributions that say most, the largest first, whatever their sign.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<(string Name, float Contribution)> Largest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Names.Zip(Contributions).OrderByDescending(pair => Math.Abs(pair.Second)).Take(count)];
    }

    /// <summary>The contributions of a picture's pixels, added over channels, as a grey picture: grey for none, white for much.</summary>
    /// <exception cref="InvalidOperationException">The network reads no pictures.</exception>
    public Picture ToPicture()
    {
        if (_picture is not { } size)
            throw new InvalidOperationException("The network reads no pictures: its contributions have no places.");
        var pixels = new float[size.Height * size.Width];
        for (var i = 0; i < Contributions.Count; i++)
            pixels[i % pixels.Length] += Contributions[i];
        var largest = Math.Max(pixels.Max(Math.Abs), float.Epsilon);
        return new Picture(size.Width, size.Height, 1, pixels.Select(pixel => 0.5f + (pixel / largest / 2)));
    }

    /// <summary>The largest contributions, one a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Score:G5}, {BaselineScore:G5} without what the row says; {Method}");
        foreach (var (name, contribution) in Largest(10))
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{contribution,12:+0.####;-0.####;0}  {name}");
        return text.ToString();
    }
}
