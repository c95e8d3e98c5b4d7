using System.Globalization;
using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Tests.Tables;

[TestClass]
public sealed class CellsTests
{
    [TestMethod]
    [DataRow("", true)]
    [DataRow("  ", true)]
    [DataRow("?", true)]
    [DataRow(" na ", true)]
    [DataRow("nan", true)]
    [DataRow("0", false)]
    [DataRow("none", false)]
    [DataRow("-", false)]
    public void A_cell_is_missing_where_ML_NET_reads_a_missing_number(string cell, bool isMissing) =>
        Assert.AreEqual(isMissing, Cells.IsMissing(cell));

    [TestMethod]
    [DataRow("1", true)]
    [DataRow(" -2.5e3 ", true)]
    [DataRow("+.5", true)]
    [DataRow("1,5", false)]
    [DataRow("1.2.3", false)]
    [DataRow("0x1F", false)]
    [DataRow("Infinity", false)]
    [DataRow("1e999", false)]
    [DataRow("", false)]
    public void A_number_is_finite_and_has_a_point_whatever_the_culture(string cell, bool isNumber)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.AreEqual(isNumber, Cells.IsNumber(cell));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow(nameof(CellKind.Boolean), "Yes", true)]
    [DataRow(nameof(CellKind.Boolean), " f ", true)]
    [DataRow(nameof(CellKind.Boolean), "-1", true)]
    [DataRow(nameof(CellKind.Boolean), "2", false)]
    [DataRow(nameof(CellKind.Boolean), "", false)]
    [DataRow(nameof(CellKind.Number), "NA", true)]
    [DataRow(nameof(CellKind.Number), "12 kg", false)]
    [DataRow(nameof(CellKind.Date), "2026-11-29", true)]
    [DataRow(nameof(CellKind.Date), "2026-11-29T12:00:00", true)]
    [DataRow(nameof(CellKind.Date), "29. 13. 2026", false)]
    [DataRow(nameof(CellKind.Text), "", true)]
    [DataRow(nameof(CellKind.Text), "anything", true)]
    public void A_cell_fits_what_its_column_is(string kind, string cell, bool fits) =>
        Assert.AreEqual(fits, Cells.Is(Enum.Parse<CellKind>(kind), cell));

    [TestMethod]
    public void What_a_cell_must_be_is_said_with_an_example_that_is_right()
    {
        foreach (var kind in Enum.GetValues<CellKind>())
            Assert.IsGreaterThan(5, Cells.Requirement(kind).Length);
        foreach (var date in Cells.Requirement(CellKind.Date).Split(' ').Where(word => char.IsDigit(word[0])))
            Assert.IsTrue(Cells.Is(CellKind.Date, date), date);
        Assert.IsTrue(Cells.IsTruthWord(" TRUE "));
        Assert.IsFalse(Cells.IsTruthWord("yes"), "that may be a text");
    }
}
