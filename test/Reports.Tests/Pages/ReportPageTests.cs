using System.Xml.Linq;

namespace DeepML.Reports.Tests.Pages;

[TestClass]
public sealed class ReportPageTests
{
    [TestMethod]
    public void A_section_without_content_is_left_out_and_a_heading_begins_with_a_capital()
    {
        var page = new ReportPage("title");
        page.Section("nothing");
        page.Section("something", Html.Text("words"));
        var report = page.ToReport();
        CollectionAssert.AreEqual(new[] { "Something" }, report.Sections.ToArray());
        Assert.AreEqual("Something", Page.Of(report).Descendants("h2").Single().Value);
        Assert.IsFalse(report.Html.Contains("nothing", StringComparison.OrdinalIgnoreCase));
    }

    [TestMethod]
    public void What_is_added_stands_under_the_last_heading()
    {
        var page = new ReportPage("title");
        page.Add(Html.Text("under the title"));
        page.Section("first", Html.Text("in it"));
        page.Add(Html.Text("behind it"));
        CollectionAssert.AreEqual(
            new[] { "under the title", "in it", "behind it" }, Page.Of(page.ToReport()).Descendants("p").Select(p => p.Value).ToArray());
    }

    [TestMethod]
    public void Lines_end_alike_on_every_system()
    {
        var html = new ReportPage("title").ToReport().Html;
        Assert.DoesNotContain("\r", html);
        StringAssert.StartsWith(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />");
        StringAssert.EndsWith(html, "</html>\n");
    }

    [TestMethod]
    public void The_title_is_text_wherever_it_stands()
    {
        var report = new ReportPage("<b>&\u0007").ToReport();
        Assert.AreEqual("<b>&\uFFFD", Page.Of(report).Descendants("title").Single().Value);
        Assert.AreEqual("<b>&\uFFFD", Page.Of(report).Descendants("h1").Single().Value);
    }

    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("\u0000a\u001fb", "\uFFFDa\uFFFDb")]
    [DataRow("\ud83d\ude00", "\ud83d\ude00")]
    [DataRow("tab\tand\nline", "tab\tand\nline")]
    public void What_no_page_can_hold_is_replaced(string text, string written) => Check(text, written);

    [TestMethod]
    public void Halves_of_signs_are_replaced() // not as data of a test, on whose way they would be lost
    {
        Check("\ud83d alone", "\uFFFD alone");
        Check("alone \ude00", "alone \uFFFD");
    }

    private static void Check(string text, string written)
    {
        Assert.AreEqual(written, XElement.Parse(ReportPage.Written(Html.Text(text)), LoadOptions.PreserveWhitespace).Value);
        Assert.AreEqual(
            written.Replace('\t', ' ').Replace('\n', ' '),
            ((string?)XElement.Parse(ReportPage.Written(new XElement("p", new XAttribute("title", text), ""))).Attribute("title"))!
                .Replace('\t', ' ').Replace('\n', ' '));
    }

    [TestMethod]
    public void Elements_without_an_end_stay_so()
    {
        Assert.AreEqual("<p><br /><img src=\"a\" /></p>", ReportPage.Written(
            Html.Tag("p", new XElement("br"), new XElement("img", new XAttribute("src", "a")))));
        Assert.AreEqual("<p><span></span></p>", ReportPage.Written(Html.Tag("p", new XElement("span"))));
    }

    [TestMethod]
    public void Names_of_different_charts_are_kept_apart_and_references_follow()
    {
        static XElement Chart() => new("svg",
            new XElement("clipPath", new XAttribute("id", "clip1")), new XElement("g", new XAttribute("clip-path", "url(#clip1)")));
        var root = Html.Tag("div", Chart(), Chart());
        ReportPage.KeepNamesApart(root, "p-");
        CollectionAssert.AreEqual(
            new[] { "p-chart1-clip1", "p-chart2-clip1" }, root.Descendants().Attributes("id").Select(id => id.Value).ToArray());
        CollectionAssert.AreEqual(
            new[] { "url(#p-chart1-clip1)", "url(#p-chart2-clip1)" },
            root.Descendants().Attributes("clip-path").Select(path => path.Value).ToArray());
    }

    [TestMethod]
    public void A_report_goes_into_a_folder_that_is_made_for_it_and_nowhere_without_a_name()
    {
        var report = new ReportPage("title").ToReport();
        Assert.ThrowsExactly<ArgumentException>(() => report.Save(""));
        Assert.ThrowsExactly<ArgumentNullException>(() => report.Save(null!));
        Assert.AreEqual("title: ", report.ToString());
    }

    [TestMethod]
    public void A_part_by_itself_brings_its_own_style_and_touches_nothing_beside_it()
    {
        var part = LoosePart.Of(Html.Text("words"));
        StringAssert.StartsWith(part, "<div class=\"deepml\"><style>.deepml { ");
        StringAssert.EndsWith(part, "</style><div><p>words</p></div></div>");
        Assert.AreEqual(part, LoosePart.Of(Html.Text("words")), "the same part is the same text");
    }

    [TestMethod]
    public void Charts_of_different_parts_have_different_names()
    {
        static TrainingHistory History(int epochs) => new()
        {
            Epochs = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochRecord(epoch, 1.0 / epoch, 0.1, 10))],
        };
        static string[] Names(string part) =>
        [
            .. XElement.Parse(part.Replace(part[part.IndexOf("<style>", StringComparison.Ordinal)..(
                part.IndexOf("</style>", StringComparison.Ordinal) + 8)], "", StringComparison.Ordinal))
                .Descendants().Attributes("id").Select(id => id.Value),
        ];
        var (one, two) = (Names(LoosePart.Of(History(3))), Names(LoosePart.Of(History(4))));
        Assert.IsNotEmpty(one);
        Assert.IsEmpty(one.Intersect(two).ToArray());
    }
}
