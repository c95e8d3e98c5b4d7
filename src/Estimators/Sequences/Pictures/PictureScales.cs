using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>
/// How pictures that are steps are brought to like size: channel by channel, so that every place of a picture is treated alike.
/// </summary>
internal static class PictureScales
{
    // Pictures of unit size are left alone, as columns are.
    private const double MostInUse = 1, LeastDeviation = 0.05;

    /// <summary>The scales of pictures.</summary>
    /// <param name="profile">What each number of the pictures is like.</param>
    /// <param name="front">Their size.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    /// <returns>Null for numbers that lie in [-1, 1] and make use of it.</returns>
    public static ColumnScales? Of(ColumnProfile profile, PictureFrontArchitecture front, ICollection<AutomaticChoice> chosen)
    {
        var channels = front.Pictures.Channels;
        var area = front.PictureSize / channels;
        var (means, deviations) = (new double[channels], new double[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            int[] own = [.. Enumerable.Range(0, area).Select(place => Place(front, channel, place, area)).Where(i => profile.Count[i] > 0)];
            if (own.Length == 0)
                continue;
            means[channel] = own.Average(i => profile.Mean[i]);
            deviations[channel] = Math.Sqrt(own.Average(
                i => Square(profile.Deviation[i]) + Square(profile.Mean[i] - means[channel])));
        }
        var isBounded = profile.Smallest.Concat(profile.Largest).All(value => !double.IsFinite(value) || Math.Abs(value) <= MostInUse);
        if (isBounded && deviations.All(deviation => deviation is 0 or >= LeastDeviation))
        {
            chosen.Add(new AutomaticChoice("InputScaling", "None", "all numbers of the pictures lie in [-1, 1], and make use of it"));
            return null;
        }
        chosen.Add(new AutomaticChoice(
            "InputScaling", "one centre and factor for each channel",
            FormattableString.Invariant($"deviations of {string.Join(", ", deviations.Select(Print))}")));
        var (centres, factors) = (new float[front.PictureSize], new float[front.PictureSize]);
        for (var channel = 0; channel < channels; channel++)
            for (var place = 0; place < area; place++)
            {
                var i = Place(front, channel, place, area);
                centres[i] = (float)means[channel];
                factors[i] = deviations[channel] > 0 ? (float)(1 / deviations[channel]) : 0;
            }
        return new ColumnScales(centres, factors, new float[centres.Length], new ScalingCurve[centres.Length]);
    }

    private static int Place(PictureFrontArchitecture front, int channel, int place, int area) =>
        front.ChannelsLast ? (place * front.Pictures.Channels) + channel : (channel * area) + place;

    private static double Square(double value) => value * value;

    private static string Print(double value) => value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}
