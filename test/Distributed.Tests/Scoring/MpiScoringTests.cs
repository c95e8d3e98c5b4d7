using System.Globalization;
using DeepML.MpiChild;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed.Tests.Scoring;

/// <summary>Scoring by one process; what several do is in <see cref="KilledScoringTests"/>.</summary>
[TestClass]
public sealed class MpiScoringTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_of_all_files_come_in_order_and_once_whatever_the_parts()
    {
        using var folder = new TemporaryFolder();
        string[] files =
            [ScoredFiles.Write(folder, "a", 0, 25), ScoredFiles.Write(folder, "b", 25, 0), ScoredFiles.Write(folder, "c", 25, 20)];
        var expected = Enumerable.Range(0, 45).Select(i => $"row {i}").Prepend("Id").ToArray();
        foreach (var rowsPerPart in new[] { 1, 7, 10, 20, 1000 })
        {
            var report = Run(folder, files, new MpiScoringOptions { Columns = ["Id"], RowsPerPart = rowsPerPart });
            CollectionAssert.AreEqual(expected, File.ReadAllLines(ScoredFiles.Output(folder)), $"{rowsPerPart} rows a part");
            Assert.AreEqual(45, report.Rows);
            Assert.AreEqual(((25 + rowsPerPart - 1) / rowsPerPart) + ((20 + rowsPerPart - 1) / rowsPerPart), report.Parts);
            Assert.AreEqual(0, report.PartsTakenUp);
            Assert.IsFalse(Directory.Exists(ScoredFiles.Output(folder) + ".parts"));
        }
    }

    [TestMethod]
    public void What_the_chain_adds_is_written_with_names_and_values_that_read_back()
    {
        using var folder = new TemporaryFolder();
        var file = ScoredFiles.Write(folder, "a", 0, 12);
        var chain = Chain();
        Run(folder, [file], new MpiScoringOptions { Separator = ';' }, chain);
        var lines = File.ReadAllLines(ScoredFiles.Output(folder)).Select(line => line.Split(';')).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 8).Select(slot => $"Scaled.{slot}").Append("Key").ToArray(), lines[0]);
        var scaled = chain.Transform(Load(file)).GetColumn<float[]>("Scaled").ToArray();
        for (var row = 0; row < 12; row++)
        {
            CollectionAssert.AreEqual(
                scaled[row], lines[row + 1][..8].Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray());
            Assert.AreEqual($"row {row}", lines[row + 1][8], "keys are written as what they stand for");
        }
    }

    [TestMethod]
    public void A_run_that_failed_goes_on_from_the_parts_that_are_whole()
    {
        using var folder = new TemporaryFolder();
        var file = ScoredFiles.Write(folder, "a", 0, 50);
        var options = new MpiScoringOptions { Columns = ["Id"], RowsPerPart = 10 };
        var chain = Chain();
        var fails = true;
        IDataView Failing(string path) => _ml.Data.FilterByCustomPredicate<Id>(
            Load(path), row => fails && row.Number >= 37 ? throw new IOException("the disk is gone") : false);
        Assert.ThrowsExactly<IOException>(() => Run(folder, [file], options, chain, Failing));
        fails = false;
        var report = Run(folder, [file], options, chain, Failing);
        Assert.AreEqual(new MpiScoringReport(50, 5, 3), report);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 50).Select(i => $"row {i}").Prepend("Id").ToArray(), File.ReadAllLines(ScoredFiles.Output(folder)));
    }

    [TestMethod]
    public void Parts_of_other_work_are_refused_with_the_difference()
    {
        using var folder = new TemporaryFolder();
        var file = ScoredFiles.Write(folder, "a", 0, 50);
        var (chain, options) = (Chain(), new MpiScoringOptions { Columns = ["Id"], RowsPerPart = 10 });
        IDataView Failing(string path) => _ml.Data.FilterByCustomPredicate<Id>(
            Load(path), row => row.Number >= 37 ? throw new IOException() : false);
        Assert.ThrowsExactly<IOException>(() => Run(folder, [file], options, chain, Failing));
        Refused("RowsPerPart is 10 there and 20 here", () => Run(folder, [file], options with { RowsPerPart = 20 }, chain));
        Refused("Columns", () => Run(folder, [file], options with { Columns = ["Id", "Key"] }, chain));
        var other = _ml.Transforms.NormalizeMeanVariance("Scaled", "Features").Fit(Load(file));
        Refused("Chain is ", () => Run(folder, [file], options, other));
        ScoredFiles.Write(folder, "a", 0, 51);
        Refused("Files[0].Bytes is ", () => Run(folder, [file], options, chain));

        static void Refused(string says, Action run)
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(run);
            StringAssert.Contains(error.Message, "holds parts of other work: ");
            StringAssert.Contains(error.Message, says);
        }
    }

    [TestMethod]
    public void Faults_are_named_before_anything_is_scored()
    {
        using var folder = new TemporaryFolder();
        var file = ScoredFiles.Write(folder, "a", 0, 5);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Run(folder, [file], new MpiScoringOptions { Columns = [], RowsPerPart = 0, Separator = '.' }));
        foreach (var name in new[] { "Columns is an empty list", "RowsPerPart is 0", "Separator is '.'" })
            StringAssert.Contains(error.Message, name);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Run(folder, [file], new MpiScoringOptions { Columns = ["Answer"] })).Message,
            "Columns names 'Answer', which the chain does not give; it gives ");
        Assert.ThrowsExactly<ArgumentException>(() => Run(folder, [], new MpiScoringOptions()));
        Assert.ThrowsExactly<FileNotFoundException>(
            () => Run(folder, [file, file + "2"], new MpiScoringOptions(), Chain()));
        Assert.IsFalse(File.Exists(ScoredFiles.Output(folder)));
    }

    private MpiScoringReport Run(
        TemporaryFolder folder, string[] files, MpiScoringOptions options, ITransformer? chain = null, Func<string, IDataView>? load = null)
    {
        using var alone = MpiDistribution.Join();
        return MpiScoring.Run(alone, _ml, chain ?? Chain(), files, load ?? Load, ScoredFiles.Output(folder), options);
    }

    private IDataView Load(string file) => _ml.Data.LoadFromTextFile<Line>(file, separatorChar: ',');

    private ITransformer Chain()
    {
        using var folder = new TemporaryFolder();
        var rows = Load(ScoredFiles.Write(folder, "all", 0, 60));
        return _ml.Transforms.NormalizeMinMax("Scaled", "Features").Append(_ml.Transforms.Conversion.MapValueToKey("Key", "Id")).Fit(rows);
    }

    private sealed class Id
    {
        public float Number { get; set; }
    }
}
