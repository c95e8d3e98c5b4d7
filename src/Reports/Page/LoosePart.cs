using System.IO.Hashing;
using System.Text;

namespace DeepML.Reports;

/// <summary>Parts of pages by themselves, for hosts that show HTML: notebooks, web applications.</summary>
internal static class LoosePart
{
    private const string Colours =
        "--ground: transparent; --ink: inherit; --soft: #7a8087; --line: #8884; --panel: #8881; --good: #2da44e; --bad: #e5534b;";

    /// <summary>Something that brings its own style, which touches nothing beside it.</summary>
    public static string Of(params object[] content)
    {
        var part = Html.Tag("div", content);
        var number = XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(ReportPage.Written(part)));
        ReportPage.KeepNamesApart(part, FormattableString.Invariant($"part{number:x8}-"));
        return $"<div class=\"deepml\"><style>.deepml {{ {Colours} {Styles.Parts} }}</style>{ReportPage.Written(part)}</div>";
    }

    /// <summary>A training: its numbers, curves, the simple methods beside it, and what it chose.</summary>
    public static string Of(TrainingHistory history) => Of([.. HistorySection.Write(history)]);

    /// <summary>A network: its numbers, its training and its weights.</summary>
    public static string Of(NetworkTransformer network) => Of(
        Html.Tag("h3", ReportBuilder.KindOf(network)), HistorySection.Tiles(network.TrainingHistory, network.ParameterCount),
        Html.Tag("div", HistorySection.Write(network.TrainingHistory)), Html.Tag("div", ModelSection.Write(network)));
}
