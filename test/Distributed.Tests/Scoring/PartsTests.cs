using System.Text.Json.Nodes;
using DeepML.MpiChild;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed.Tests.Scoring;

/// <summary>What was scored so far, and which rows are left to whom.</summary>
[TestClass]
public sealed class PartsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Parts_are_there_when_they_are_whole_and_are_joined_in_order_whoever_made_them()
    {
        using var folder = new TemporaryFolder();
        var output = ScoredFiles.Output(folder);
        var parts = new PartFolder(output);
        parts.Open(Plan(1));
        foreach (var (rank, file, number, line) in new[] { (1, 0, 1, "b"), (0, 1, 0, "c"), (1, 0, 0, "a") })
        {
            using var part = parts.Begin(rank);
            part.WriteLine(line);
            CollectionAssert.DoesNotContain(parts.Done(file).ToArray(), number, "it is not whole yet");
            parts.End(part, rank, file, number);
        }
        CollectionAssert.AreEquivalent(new[] { 0, 1 }, parts.Done(0).ToArray());
        CollectionAssert.AreEquivalent(new[] { 0 }, parts.Done(1).ToArray());
        Assert.IsEmpty(parts.Done(2));
        parts.Join("head", [2, 1]);
        Assert.AreEqual("head\na\nb\nc\n", File.ReadAllText(output));
        CollectionAssert.AreEqual(new[] { output }, Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void A_part_that_was_not_ended_is_made_anew()
    {
        using var folder = new TemporaryFolder();
        var parts = new PartFolder(ScoredFiles.Output(folder));
        parts.Open(Plan(1));
        using (var half = parts.Begin(0))
            half.WriteLine("half of a row that was never");
        parts.Open(Plan(1));
        Assert.IsEmpty(parts.Done(0));
        using (var part = parts.Begin(0))
        {
            part.WriteLine("whole");
            parts.End(part, 0, 0, 0);
        }
        parts.Join("head", [1]);
        Assert.AreEqual("head\nwhole\n", File.ReadAllText(ScoredFiles.Output(folder)));
    }

    [TestMethod]
    public void Parts_without_a_plan_are_of_work_that_was_over_and_a_damaged_plan_is_named()
    {
        using var folder = new TemporaryFolder();
        var places = ScoredFiles.Output(folder) + ".parts";
        Directory.CreateDirectory(places);
        File.WriteAllText(Path.Combine(places, "000000-000000000.part"), "old\n");
        var parts = new PartFolder(ScoredFiles.Output(folder));
        parts.Open(Plan(1));
        Assert.IsEmpty(parts.Done(0), "what was there is of other work");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => parts.Open(Plan(2))).Message, "RowsPerPart is 1 there and 2 here");
        File.WriteAllText(Path.Combine(places, "plan.json"), "{ \"Rows");
        var damaged = Assert.ThrowsExactly<InvalidOperationException>(() => parts.Open(Plan(1)));
        StringAssert.Contains(damaged.Message, "plan.json' is damaged: ");
        StringAssert.Contains(damaged.Message, "Delete the folder that it lies in.");
    }

    [TestMethod]
    [DataRow(3, 2)]
    [DataRow(1, 3)]
    [DataRow(100, 2)]
    public void Every_row_falls_to_one_process_and_all_are_counted_by_each(int rowsPerPart, int processes)
    {
        var all = _ml.Data.LoadFromEnumerable(Row.Create(10, seed: 2));
        var names = all.GetColumn<string>("Name").ToArray();
        var seen = new List<string>();
        for (var rank = 0; rank < processes; rank++)
        {
            var own = rank;
            var rows = new PartRows(all, rowsPerPart, part => part % processes == own);
            Assert.IsNull(rows.Count, "nobody has read them");
            Assert.IsNull(rows.GetRowCount());
            var found = rows.GetColumn<string>("Name").ToArray();
            Assert.AreEqual(10, rows.Count);
            CollectionAssert.AreEqual(
                names.Where((_, row) => row / rowsPerPart % processes == own).ToArray(), found, $"rank {rank}");
            seen.AddRange(found);
        }
        CollectionAssert.AreEquivalent(names, seen);
    }

    [TestMethod]
    public void Places_of_rows_are_counted_among_those_that_are_left()
    {
        var rows = new PartRows(_ml.Data.LoadFromEnumerable(Row.Create(5, seed: 2)), 1, part => part % 2 == 1);
        using var cursor = rows.GetRowCursor(rows.Schema);
        Assert.AreEqual(-1, cursor.Position);
        for (var place = 0; cursor.MoveNext(); place++)
            Assert.AreEqual(place, cursor.Position);
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void Chains_are_told_apart_by_all_that_is_saved_of_them()
    {
        var rows = _ml.Data.LoadFromEnumerable(Row.Create(20, seed: 2));
        var chain = _ml.Transforms.NormalizeMinMax("Scaled", "Features").Fit(rows);
        var hash = ChainHash.Of(_ml, chain, rows.Schema);
        using var saved = new MemoryStream();
        _ml.Model.Save(chain, rows.Schema, saved);
        saved.Position = 0;
        Assert.AreEqual(hash, ChainHash.Of(_ml, _ml.Model.Load(saved, out var schema), schema), "read back it is the same");
        Assert.AreNotEqual(hash, ChainHash.Of(_ml, _ml.Transforms.NormalizeMinMax("Other", "Features").Fit(rows), rows.Schema));
        var others = _ml.Data.LoadFromEnumerable(Row.Create(20, seed: 3));
        Assert.AreNotEqual(hash, ChainHash.Of(_ml, _ml.Transforms.NormalizeMinMax("Scaled", "Features").Fit(others), rows.Schema));
    }

    private static JsonObject Plan(int rows) => new() { ["RowsPerPart"] = rows };
}
