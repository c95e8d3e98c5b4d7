using System.Text;

namespace DeepML.Trainers.Tests.Checkpoints;

[TestClass]
public sealed class CheckpointFolderTests
{
    private readonly string _path = Directory.CreateTempSubdirectory("checkpoints").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_path, recursive: true);

    [TestMethod]
    public void The_newest_checkpoint_is_read_and_only_two_are_kept()
    {
        using (var folder = new CheckpointFolder(_path, phase: 1))
        {
            Assert.IsNull(ReadFrom(folder));
            foreach (var text in new[] { "one", "two", "three" })
                Write(folder, text);
            Assert.AreEqual("three", ReadFrom(folder));
            Assert.HasCount(2, Files());
        }
        Assert.AreEqual("three", ReadAgain(1), "another process finds it");
    }

    [TestMethod]
    public void Numbers_go_on_where_an_earlier_process_stopped()
    {
        WriteAgain(1, "one");
        WriteAgain(1, "two");
        Assert.AreEqual("two", ReadAgain(1));
        CollectionAssert.AreEqual(new[] { "phase1-00000001.checkpoint", "phase1-00000002.checkpoint" }, Files());
    }

    [TestMethod]
    public void Phases_do_not_see_each_other()
    {
        WriteAgain(1, "first");
        WriteAgain(10, "tenth");
        Assert.AreEqual("first", ReadAgain(1));
        Assert.AreEqual("tenth", ReadAgain(10));
        using (var first = new CheckpointFolder(_path, 1))
        {
            first.Clear();
            Assert.IsNull(ReadFrom(first));
        }
        Assert.AreEqual("tenth", ReadAgain(10));
    }

    [TestMethod]
    public void A_file_with_a_single_bit_turned_is_passed_over_wherever_the_bit_is()
    {
        using var folder = new CheckpointFolder(_path, 1);
        Write(folder, "good");
        Write(folder, "damaged");
        var newest = Path.Combine(_path, Files()[^1]);
        var whole = File.ReadAllBytes(newest);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 1;
            File.WriteAllBytes(newest, damaged);
            Assert.AreEqual("good", ReadFrom(folder), $"byte {i}");
        }
        File.WriteAllBytes(newest, whole);
        Assert.AreEqual("damaged", ReadFrom(folder), "it was whole before");
    }

    [TestMethod]
    public void A_file_cut_anywhere_is_passed_over()
    {
        using var folder = new CheckpointFolder(_path, 1);
        Write(folder, "good");
        Write(folder, "cut");
        var newest = Path.Combine(_path, Files()[^1]);
        var whole = File.ReadAllBytes(newest);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(newest, whole[..length]);
            Assert.AreEqual("good", ReadFrom(folder), $"{length} bytes");
        }
    }

    [TestMethod]
    public void A_file_that_was_never_finished_is_removed_and_foreign_ones_are_left_alone()
    {
        using var folder = new CheckpointFolder(_path, 1);
        Write(folder, "good");
        File.WriteAllText(Path.Combine(_path, "phase1-00000002.checkpoint.tmp"), "half");
        File.WriteAllText(Path.Combine(_path, "notes.txt"), "mine");
        Assert.AreEqual("good", ReadFrom(folder));
        CollectionAssert.AreEqual(new[] { "notes.txt", "phase1-00000001.checkpoint" }, Files());
        folder.Clear();
        CollectionAssert.AreEqual(new[] { "notes.txt" }, Files());
    }

    [TestMethod]
    public void A_writing_that_fails_leaves_the_checkpoint_before_it()
    {
        using var folder = new CheckpointFolder(_path, 1);
        Write(folder, "good");
        Assert.ThrowsExactly<IOException>(() => folder.Write(_ => throw new IOException("the disk is full")));
        Assert.AreEqual("good", ReadFrom(folder));
        Assert.HasCount(1, Files(), "and nothing half written");
        Write(folder, "next");
        Assert.AreEqual("next", ReadFrom(folder));
    }

    [TestMethod]
    public void The_folder_is_made_if_it_is_not_there()
    {
        using var below = new CheckpointFolder(Path.Combine(_path, "a", "b"), 1);
        Write(below, "text");
        Assert.AreEqual("text", ReadFrom(below));
        Assert.IsTrue(Path.IsPathFullyQualified(below.Path));
    }

    private string[] Files() => [.. Directory.GetFiles(_path).Select(file => Path.GetFileName(file))
        .Where(name => !name.StartsWith("in-use", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private void WriteAgain(int phase, string text)
    {
        using var folder = new CheckpointFolder(_path, phase);
        Write(folder, text);
    }

    private string? ReadAgain(int phase)
    {
        using var folder = new CheckpointFolder(_path, phase);
        return ReadFrom(folder);
    }

    private static void Write(CheckpointFolder folder, string text) => folder.Write(writer => writer.Write(Encoding.UTF8.GetBytes(text)));

    private static string? ReadFrom(CheckpointFolder folder)
    {
        string? read = null;
        var found = folder.Read(reader =>
        {
            var bytes = reader.ReadBytes(100);
            read = Encoding.UTF8.GetString(bytes[..^32]); // the hash lies behind the content
        }, _ => { });
        Assert.AreEqual(found, read is not null);
        return read;
    }
}
