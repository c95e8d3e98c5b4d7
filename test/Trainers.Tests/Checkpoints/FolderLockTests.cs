namespace DeepML.Trainers.Tests.Checkpoints;

[TestClass]
public sealed class FolderLockTests
{
    [TestMethod]
    public void A_second_training_is_refused_and_told_who_has_the_folder()
    {
        using var folder = new TemporaryFolder();
        using var held = FolderLock.Take(folder.Path);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => FolderLock.Take(folder.Path));
        StringAssert.Contains(error.Message, folder.Path);
        StringAssert.Contains(error.Message, $"process {Environment.ProcessId} (");
        StringAssert.Contains(error.Message, "its own CheckpointDirectory");
    }

    [TestMethod]
    public void A_folder_is_free_again_and_empty_when_the_first_has_let_go()
    {
        using var folder = new TemporaryFolder();
        FolderLock.Take(folder.Path).Dispose();
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
        FolderLock.Take(folder.Path).Dispose();
    }

    [TestMethod]
    public void What_a_killed_process_has_left_locks_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "in-use.lock"), "");
        File.WriteAllText(Path.Combine(folder.Path, "in-use.txt"), "process 1 (gone)");
        using var held = FolderLock.Take(folder.Path);
        StringAssert.StartsWith(File.ReadAllText(Path.Combine(folder.Path, "in-use.txt")), $"process {Environment.ProcessId} ");
    }

    [TestMethod]
    public void Two_folders_do_not_see_each_other()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        using var first = FolderLock.Take(one.Path);
        using var second = FolderLock.Take(other.Path);
    }

    [TestMethod]
    public void Of_many_that_ask_at_once_one_has_the_folder()
    {
        using var folder = new TemporaryFolder();
        using var start = new ManualResetEventSlim();
        var (held, refused) = (0, 0);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            start.Wait();
            try
            {
                FolderLock.Take(folder.Path);
                Interlocked.Increment(ref held);
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref refused);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        start.Set();
        foreach (var thread in threads)
            thread.Join();
        Assert.AreEqual((1, 3), (held, refused));
    }

    [TestMethod]
    public void A_folder_that_is_gone_is_named()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "missing");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => FolderLock.Take(missing));
        StringAssert.Contains(error.Message, $"Checkpoints cannot be written to '{missing}', the CheckpointDirectory: ");
        Assert.IsInstanceOfType<IOException>(error.InnerException);
    }
}
