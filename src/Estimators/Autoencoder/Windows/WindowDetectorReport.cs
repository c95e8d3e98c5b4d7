using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>Detectors of odd windows on the same labelled rows, the recurrent one first.</summary>
/// <param name="Detectors">The detectors.</param>
public sealed record WindowDetectorReport(IReadOnlyList<WindowDetector> Detectors)
{
    /// <summary>The one with the largest area under its curve.</summary>
    public WindowDetector Best => Detectors.MaxBy(detector => detector.AreaUnderRocCurve)!;

    /// <summary>A table for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-40}{"AUC",8}{"best F1",9}");
        foreach (var detector in Detectors)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{detector.Name,-40}{detector.AreaUnderRocCurve,8:F3}{detector.BestF1,9:F3}");
        return text.ToString();
    }
}
