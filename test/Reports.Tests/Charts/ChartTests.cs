using System.Xml.Linq;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Reports.Tests.Charts;

/// <summary>The look of all charts, and their way into pages.</summary>
[TestClass]
public sealed class ChartTests
{
    [TestMethod]
    public void Ten_colours_differ_and_then_begin_again()
    {
        Assert.HasCount(10, Enumerable.Range(0, 10).Select(Chart.Colour).Distinct().ToArray());
        Assert.AreEqual(Chart.Colour(0), Chart.Colour(10));
    }

    [TestMethod]
    public void A_chart_in_a_page_names_what_it_shows_and_how_wide_it_is()
    {
        var model = Chart.New("what is shown");
        var narrow = Chart.Draw(model);
        Assert.AreEqual("chart", (string?)narrow.Attribute("class"));
        Assert.AreEqual($"0 0 {Chart.Width} {Chart.Height}", (string?)narrow.Attribute("viewBox"));
        Assert.AreEqual("what is shown", (string?)narrow.Attribute("aria-label"));
        Assert.AreEqual("img", (string?)narrow.Attribute("role"));
        Assert.AreEqual("chart wide", (string?)Chart.Draw(model, 900, 400).Attribute("class"));
    }

    [TestMethod]
    public void Elements_have_no_namespace_that_HTML_would_not_know()
    {
        var drawn = Chart.Draw(Chart.New("title"));
        foreach (var element in drawn.DescendantsAndSelf())
        {
            Assert.AreEqual(XNamespace.None, element.Name.Namespace);
            Assert.IsFalse(element.Attributes().Any(attribute => attribute.IsNamespaceDeclaration));
        }
    }

    [TestMethod]
    public void Numbers_have_points_whatever_the_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            var model = Chart.New("title");
            model.Axes.Add(Chart.Axis(AxisPosition.Bottom, "x"));
            model.Axes.Add(Chart.Axis(AxisPosition.Left, "y"));
            var line = new LineSeries();
            line.Points.AddRange([new(0, 0), new(0.5, 0.5)]);
            model.Series.Add(line);
            var numbers = Chart.Draw(model).Descendants("text").Select(text => text.Value).ToArray();
            CollectionAssert.Contains(numbers, "0.5");
            Assert.IsFalse(numbers.Any(number => number.Contains(',')));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void A_legend_lies_where_it_is_asked_to_or_nowhere()
    {
        Assert.IsEmpty(Chart.New("title", legend: null).Legends);
        Assert.AreEqual(
            LegendPosition.BottomLeft, ((Legend)Chart.New("title", LegendPosition.BottomLeft).Legends.Single()).LegendPosition);
    }

    [TestMethod]
    public void Axes_keep_their_numbers_and_their_title_apart()
    {
        foreach (var axis in new Axis[] { Chart.Axis(AxisPosition.Left, "y"), Chart.LogarithmicAxis(AxisPosition.Left, "y") })
        {
            Assert.AreEqual(Chart.TitleDistance, axis.AxisTitleDistance);
            Assert.AreEqual("y", axis.Title);
            Assert.AreEqual(OxyPlot.LineStyle.Solid, axis.MajorGridlineStyle);
        }
    }

    [TestMethod]
    public void Words_take_room_but_nothing_is_drawn_by_what_measures_them()
    {
        var sizes = new TextSizes();
        Assert.IsGreaterThan(sizes.MeasureText("iii", "", 10, 400).Width, sizes.MeasureText("aaa", "", 10, 400).Width);
        Assert.IsGreaterThan(sizes.MeasureText("aaa", "", 10, 400).Width, sizes.MeasureText("AAA", "", 10, 400).Width);
        Assert.IsGreaterThan(sizes.MeasureText("AAA", "", 10, 400).Width, sizes.MeasureText("MMM", "", 10, 400).Width);
        Assert.AreEqual(2 * sizes.MeasureText("abc", "", 10, 400).Width, sizes.MeasureText("abc", "", 20, 400).Width, 1e-9);
        Assert.AreEqual(
            sizes.MeasureText("abcd", "", 10, 400).Width, sizes.MeasureText("a\nabcd\nab", "", 10, 400).Width, 1e-9, "the widest line");
        Assert.ThrowsExactly<NotSupportedException>(
            () => sizes.DrawText(default, "", default, "", 1, 1, 0, default, default, null));
        Assert.ThrowsExactly<NotSupportedException>(() => sizes.PopClip());
    }

    [TestMethod]
    public void Names_with_signs_that_no_page_can_hold_are_drawn_without_them()
    {
        var model = PredictionCharts.Confusion(new long[2, 2], ["a\u0001", "b"], "a < b & \u0002");
        model.Annotations.Add(new LineAnnotation { Text = "\u0003", X = 0 });
        model.Series.Add(new LineSeries { Title = "\u0004" });
        var svg = XElement.Parse(ReportCharts.ToSvg(model));
        Assert.AreEqual("a < b & \uFFFD", (string?)svg.Attribute("aria-label"));
        CollectionAssert.Contains(svg.Descendants("text").Select(text => text.Value).ToArray(), "a\uFFFD");
        var labels = new CategoryAxis();
        labels.Labels.Add("c\u0005");
        var other = Chart.New("title");
        other.Axes.Add(labels);
        Chart.Draw(other);
        Assert.AreEqual("c\uFFFD", labels.Labels[0]);
    }
}
