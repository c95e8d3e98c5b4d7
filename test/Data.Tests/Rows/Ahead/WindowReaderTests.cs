namespace DeepML.Data.Tests.Streaming;

/// <summary>Windows that are filled on a thread of their own.</summary>
[TestClass]
public sealed class WindowReaderTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [TestMethod]
    public void Windows_come_in_order_and_null_at_the_end_again_and_again()
    {
        ColumnBlock[] first = [], second = [];
        using var reader = new WindowReader((take, _) => Filled(take, 5), [first, second]);
        for (var i = 1; i <= 5; i++)
        {
            var window = reader.Next();
            Assert.AreEqual(i, window!.Value.Rows);
            reader.Release(window.Value.Values);
        }
        Assert.IsNull(reader.Next());
        Assert.IsNull(reader.Next());
    }

    [TestMethod]
    public void No_more_windows_are_filled_than_there_are_until_one_is_given_back()
    {
        var filled = 0;
        using var third = new ManualResetEventSlim();
        IEnumerable<(ColumnBlock[], int)> Read(Func<ColumnBlock[]> take, CancellationToken stopped)
        {
            for (var i = 1; i <= 3; i++)
            {
                var window = take();
                filled = i;
                if (i == 3)
                    third.Set();
                yield return (window, i);
            }
        }
        using var reader = new WindowReader(Read, [[], []]);
        var first = reader.Next()!.Value;
        Assert.AreEqual(2, reader.Next()!.Value.Rows);
        Assert.IsFalse(third.Wait(50), "both windows are out");
        Assert.AreEqual(2, filled);
        reader.Release(first.Values);
        Assert.IsTrue(third.Wait(Long));
        Assert.AreEqual(3, reader.Next()!.Value.Rows);
    }

    [TestMethod]
    public void What_the_data_throw_comes_after_the_rows_before_it_with_its_place()
    {
        using var reader = new WindowReader(Broken, [[], []]);
        Assert.AreEqual(7, reader.Next()!.Value.Rows);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => reader.Next());
        Assert.AreEqual("row 8", error.Message);
        StringAssert.Contains(error.StackTrace, nameof(Broken));
        Assert.ThrowsExactly<InvalidOperationException>(() => reader.Next(), "it is not forgotten");
    }

    [TestMethod]
    public void Leaving_early_ends_the_reading_and_closes_its_cursor()
    {
        using var closed = new ManualResetEventSlim();
        IEnumerable<(ColumnBlock[], int)> Read(Func<ColumnBlock[]> take, CancellationToken stopped)
        {
            try
            {
                while (true)
                    yield return (take(), 1);
            }
            finally
            {
                closed.Set();
            }
        }
        var reader = new WindowReader(Read, [[], []]);
        Assert.AreEqual(1, reader.Next()!.Value.Rows);
        reader.Dispose();
        Assert.IsTrue(closed.IsSet, "before Dispose returns");
    }

    [TestMethod]
    public void Reading_is_done_on_another_thread_that_does_not_keep_the_program_alive()
    {
        Thread? reading = null;
        IEnumerable<(ColumnBlock[], int)> Read(Func<ColumnBlock[]> take, CancellationToken stopped)
        {
            reading = Thread.CurrentThread;
            yield return (take(), 1);
            stopped.WaitHandle.WaitOne(Long);
        }
        using var reader = new WindowReader(Read, [[]]);
        reader.Next();
        Assert.AreNotSame(Thread.CurrentThread, reading);
        Assert.IsTrue(reading!.IsBackground);
        Assert.AreEqual("DeepML row reader", reading.Name);
    }

    private static IEnumerable<(ColumnBlock[], int)> Filled(Func<ColumnBlock[]> take, int windows)
    {
        for (var i = 1; i <= windows; i++)
            yield return (take(), i);
    }

    private static IEnumerable<(ColumnBlock[], int)> Broken(Func<ColumnBlock[]> take, CancellationToken stopped)
    {
        yield return (take(), 7);
        throw new InvalidOperationException("row 8");
    }
}
