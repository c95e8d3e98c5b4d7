using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextLoaderErrorTests
{
    [TestMethod]
    public void Bad_reals_become_nan_and_the_first_ten_are_told()
    {
        using var folder = new TextTestFolder();
        var messages = new List<string>();
        folder.Context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info)
                messages.Add(e.RawMessage);
        };
        var text = "h,i\n1,good?\n" + string.Concat(Enumerable.Range(0, 14).Select(i => $"2,bad{i}\n"));
        var view = folder.Load(text, new TextLoader.Options { Separators = [','], HasHeader = true, Columns = [new("V", DataKind.Single, 0, 1)] });

        Assert.IsTrue(view.Vectors("V").All(v => v[0] > 0 && float.IsNaN(v[1])));
        var told = messages.Where(m => m.Contains("Bad value")).ToArray();
        Assert.AreEqual(10, told.Length, string.Join('\n', messages));
        StringAssert.Contains(told[1], "bad0");
        StringAssert.Contains(told[1], "(3)");
        StringAssert.Contains(told[1], "column V at slot 1");
        Assert.IsTrue(messages[^1].Contains("15 bad values"), messages[^1]);
    }

    [TestMethod]
    [DataRow(DataKind.Int32, "1", "7.5")]
    [DataRow(DataKind.Byte, "255", "256")]
    [DataRow(DataKind.UInt16, "0", "-1")]
    [DataRow(DataKind.Boolean, "no", "maybe")]
    [DataRow(DataKind.DateTime, "2020-01-01", "yesterday")]
    [DataRow(DataKind.TimeSpan, "1:00", "long")]
    public void Bad_values_of_other_types_stop_the_reading(DataKind kind, string good, string bad)
    {
        using var folder = new TextTestFolder();
        var view = folder.Load($"{good}\n\n{good}\n{bad}\n", new TextLoader.Options { Separators = [','], Columns = [new("Bad", kind, 0), new("T", DataKind.String, 0)] });
        var rows = 0;
        using var cursor = view.GetRowCursor(view.Schema);

        var error = Assert.ThrowsExactly<FormatException>(() =>
        {
            while (cursor.MoveNext())
                rows++;
        });

        foreach (var part in new[] { bad, "line 4", "column Bad" })
            StringAssert.Contains(error.Message, part);
        Assert.IsInstanceOfType<InvalidOperationException>(error.InnerException);
        StringAssert.Contains(error.InnerException!.Message, bad);
        Assert.AreEqual(2, rows);
    }

    [TestMethod]
    public void Without_threads_a_bad_value_is_the_bare_error()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("x\n", new TextLoader.Options { UseThreads = false, Columns = [new("I", DataKind.Int64, 0)] });

        Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<long>("I").ToArray());
    }

    [TestMethod]
    public void Line_numbers_count_on_across_blocks()
    {
        using var folder = new TextTestFolder();
        var lines = Enumerable.Range(0, 100000).Select(i => i == 90000 ? "bad" : $"{i}").ToArray();
        var view = folder.Load(string.Join("\r\n", lines), new TextLoader.Options { Columns = [new("I", DataKind.Int64, 0)] });

        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => view.GetColumn<long>("I").ToArray()).Message, "line 90001");
    }

    [TestMethod]
    public void Rows_past_the_limit_are_not_an_error()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1\n2\nbad\n", new TextLoader.Options { MaxRows = 2, Columns = [new("I", DataKind.Int64, 0)] });

        CollectionAssert.AreEqual(new long[] { 1, 2 }, view.GetColumn<long>("I").ToArray());
    }

    [TestMethod]
    public void Bad_options_are_refused()
    {
        Refused(o => o.Separators = ['7']);
        Refused(o => o.Separators = ['"']);
        Refused(o => o.Separators = ['\u0001']);
        Refused(o => o.Separators = []);
        Refused(o => o.DecimalMarker = ';');
        Refused(o => (o.DecimalMarker, o.Separators) = (',', [',']));
        Refused(o => (o.EscapeChar, o.Separators) = ('|', ['|']));
        Refused(o => (o.AllowSparse, o.Separators) = (true, [':']));
        Refused(o => o.Columns = [new("K", DataKind.Single, [new TextLoader.Range(0)], new KeyCount(3))]);
        Refused(o => o.Columns = [new() { Name = "N" }]);

        static void Refused(Action<TextLoader.Options> change)
        {
            var options = new TextLoader.Options { Columns = [new("A", DataKind.Single, 0)] };
            change(options);
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Data.CreateTextLoader(options));
        }
    }

    [TestMethod]
    public void The_decimal_comma_may_be_quoted_in_comma_separated_text()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("\"1,5\",2\n", new TextLoader.Options { Separators = [','], DecimalMarker = ',', AllowQuoting = true, Columns = [new("V", DataKind.Single, 0, 1)] });

        TextTestViews.AreSame([1.5f, 2], view.Vectors("V")[0]);
    }

    [TestMethod]
    public void A_path_without_a_file_is_refused_at_the_call()
    {
        var ml = new MLContext();
        var columns = new[] { new TextLoader.Column("A", DataKind.Single, 0) };

        foreach (var path in new[] { "/no/such/file.txt", Path.Combine(Path.GetTempPath(), "no-such-*-file.txt") })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Data.LoadFromTextFile(path, columns)).Message, path);
    }

    [TestMethod]
    public void A_file_that_is_gone_at_reading_is_named()
    {
        using var folder = new TextTestFolder();
        var path = folder.Write("1\n");
        var view = folder.Context.Data.LoadFromTextFile(path, [new TextLoader.Column("A", DataKind.Single, 0)]);
        File.Delete(path);

        var error = Assert.ThrowsExactly<IOException>(() => view.Floats("A"));
        StringAssert.Contains(error.Message, path);
        Assert.IsNotNull(error.InnerException);
    }

    [TestMethod]
    public void A_cursor_left_early_can_be_disposed_twice()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load(string.Concat(Enumerable.Repeat("1,2\n", 300000)), new TextLoader.Column("A", DataKind.Single, 0));
        var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<float>(view.Schema[0]);
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Position);
        cursor.Dispose();
        cursor.Dispose();

        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() =>
        {
            var value = 0f;
            getter(ref value);
        });
    }
}
