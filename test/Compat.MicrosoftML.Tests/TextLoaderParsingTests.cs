using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TextLoaderParsingTests
{
    private static readonly TextLoader.Column A = new("A", DataKind.Single, 0);
    private static readonly TextLoader.Column B = new("B", DataKind.String, 1);

    [TestMethod]
    public void Empty_lines_and_slash_comments_are_skipped_anywhere_and_hash_lines_only_before_the_data()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("# first\n\n// second\n1,a\n\n// third\n#4,b\n2,c\n", new TextLoader.Column("A", DataKind.String, 0), B);

        CollectionAssert.AreEqual(new[] { "1", "#4", "2" }, view.Texts("A"));
    }

    [TestMethod]
    public void Leading_blanks_of_a_field_go_and_trailing_blanks_stay()
    {
        using var folder = new TextTestFolder();

        CollectionAssert.AreEqual(new[] { "a  ", "b" }, folder.Load("1,  a  \n2, b\n", A, B).Texts("B"));
    }

    [TestMethod]
    public void Trim_removes_whitespace_at_the_line_end_only()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,a ,b \t \n", new TextLoader.Options { Separators = [','], TrimWhitespace = true, Columns = [B, new("C", DataKind.String, 2)] });

        CollectionAssert.AreEqual(new[] { "a " }, view.Texts("B"));
        CollectionAssert.AreEqual(new[] { "b" }, view.Texts("C"));
    }

    [TestMethod]
    public void A_blank_separator_makes_empty_fields()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1  2\n", new TextLoader.Options { Separators = [' '], MissingRealsAsNaNs = true, Columns = [new("V", DataKind.Single, 0, 2)] });

        TextTestViews.AreSame([1, float.NaN, 2], view.Vectors("V")[0]);
    }

    [TestMethod]
    public void Several_separators_and_one_of_several_bytes_all_separate()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1¦é;3|4\n", new TextLoader.Options { Separators = ['¦', ';', '|'], Columns = [A, B, new("C", DataKind.Single, 2, 3)] });

        TextTestViews.AreSame([1], view.Floats("A"));
        CollectionAssert.AreEqual(new[] { "é" }, view.Texts("B"));
        TextTestViews.AreSame([3, 4], view.Vectors("C")[0]);
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow("\r\n")]
    [DataRow("\r")]
    public void Every_kind_of_line_break_ends_a_row(string lineBreak)
    {
        using var folder = new TextTestFolder();

        TextTestViews.AreSame([1, 2, 3], folder.Load($"1,a{lineBreak}2,b{lineBreak}3,c", A, B).Floats("A"));
    }

    [TestMethod]
    public void Reals_have_missing_values_infinities_exponents_and_zero_for_empty_fields()
    {
        using var folder = new TextTestFolder();
        var text = "?\nNaN\nna\nN/A\nInfinity\n-Infinity\n∞\n-∞\n1e3\n-2.5E-1\n1e60\n1e-60\n+7\n.5\n5.\n ,\n";

        TextTestViews.AreSame(
            [float.NaN, float.NaN, float.NaN, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity,
                1000, -0.25f, float.PositiveInfinity, 0, 7, 0.5f, 5, 0],
            folder.Load(text, A).Floats("A"));
    }

    [TestMethod]
    public void Missing_reals_can_be_nan_in_scalars_and_vectors()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,,3\n,2\n", new TextLoader.Options { Separators = [','], MissingRealsAsNaNs = true, Columns = [A, new("V", DataKind.Double, 0, 2)] });

        TextTestViews.AreSame([1, float.NaN], view.Floats("A"));
        CollectionAssert.AreEqual(new[] { 1, double.NaN, 3 }, view.GetColumn<double[]>("V").First());
        CollectionAssert.AreEqual(new[] { double.NaN, 2, double.NaN }, view.GetColumn<double[]>("V").Last());
    }

    [TestMethod]
    public void A_decimal_comma_reads_numbers_and_refuses_points()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,5;0,123456789012345678901\n1.5;2\n", new TextLoader.Options { Separators = [';'], DecimalMarker = ',', Columns = [new("V", DataKind.Single, 0, 1)] });

        TextTestViews.AreSame([1.5f, 0.12345679f], view.Vectors("V")[0]);
        TextTestViews.AreSame([float.NaN, 2], view.Vectors("V")[1]);
    }

    [TestMethod]
    public void Parsed_reals_are_the_nearest_floats_and_doubles()
    {
        var random = new Random(7);
        var texts = new List<string> { "16777217", "16777219", "1.00000005960464477539", "1.17549435e-38", "1e-45", "3.4028235e38", "0.1", "9007199254740993", "-0" };
        for (var i = 0; i < 20000; i++)
        {
            var bits = random.NextInt64();
            var number = BitConverter.Int64BitsToDouble(bits);
            texts.Add((i % 3) switch { 0 => $"{number:R}", 1 => $"{(float)random.NextDouble():R}", _ => $"{random.NextDouble():F12}" });
        }

        texts.RemoveAll(t => t.Contains("NaN"));
        using var folder = new TextTestFolder();
        var view = folder.Load(string.Join('\n', texts), A, new TextLoader.Column("D", DataKind.Double, 0));

        TextTestViews.AreSame([.. texts.Select(float.Parse)], view.Floats("A"));
        CollectionAssert.AreEqual(texts.Select(double.Parse).ToArray(), view.GetColumn<double>("D").ToArray());
    }

    [TestMethod]
    public void Quoted_fields_hold_separators_and_doubled_quotes()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,\"a,b\"\n2, \"say \"\"hi\"\"\" \n3,plain \"x\"\n4,\"\"\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, Columns = [A, B] });

        CollectionAssert.AreEqual(new[] { "a,b", "say \"hi\"", "plain \"x\"", "" }, view.Texts("B"));
        TextTestViews.AreSame([1, 2, 3, 4], view.Floats("A"));
    }

    [TestMethod]
    public void Without_quoting_quotes_are_characters()
    {
        using var folder = new TextTestFolder();

        CollectionAssert.AreEqual(new[] { "\"a" }, folder.Load("1,\"a,b\"\n", A, B).Texts("B"));
    }

    [TestMethod]
    public void Another_escape_character_escapes_quotes()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,\"a\\\"b\"\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, EscapeChar = '\\', Columns = [A, B] });

        CollectionAssert.AreEqual(new[] { "a\"b" }, view.Texts("B"));
    }

    [TestMethod]
    [DataRow("1,\"a\"x,c", "c", DisplayName = "text after the closing quote")]
    [DataRow("1,\"a,c", "", DisplayName = "no closing quote")]
    public void Malformed_quotes_empty_the_field_warn_and_go_on(string line, string expectedC)
    {
        using var folder = new TextTestFolder();
        var warnings = new List<string>();
        folder.Context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        var view = folder.Load($"{line}\n2,b,d\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, Columns = [A, B, new("C", DataKind.String, 2)] });

        CollectionAssert.AreEqual(new[] { "", "b" }, view.Texts("B"));
        Assert.AreEqual(1, warnings.Count, string.Join('\n', warnings));
        StringAssert.Contains(warnings[0], "(1)");
        CollectionAssert.AreEqual(new[] { expectedC, "d" }, view.Texts("C"));
    }

    [TestMethod]
    public void Quoted_line_breaks_stay_in_the_field_when_lines_are_joined()
    {
        using var folder = new TextTestFolder();
        var options = new TextLoader.Options { Separators = [','], AllowQuoting = true, ReadMultilines = true, HasHeader = true, Columns = [A, B] };
        var view = folder.Load("a,\"b\nb\"\r\n1,\"x\r\ny \"\"z\"\"\"\r\n2,w\r\n", options);

        CollectionAssert.AreEqual(new[] { "x\ny \"z\"", "w" }, view.Texts("B"));
        TextTestViews.AreSame([1, 2], view.Floats("A"));
    }

    [TestMethod]
    public void Sparse_rows_give_length_and_items_of_the_sparse_part()
    {
        using var folder = new TextTestFolder();
        var options = new TextLoader.Options { Separators = ['\t'], AllowSparse = true, Columns = [A, new("V", DataKind.Single, 1, 10)] };
        var view = folder.Load("5\t10\t7:1\t9:2\n6\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\n7\t1\t9\t0:4\n", options);

        TextTestViews.AreSame([5, 6, 7], view.Floats("A"));
        TextTestViews.AreSame([0, 0, 0, 0, 0, 0, 0, 1, 0, 2], view.Vectors("V")[0]);
        TextTestViews.AreSame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], view.Vectors("V")[1]);
        TextTestViews.AreSame([1, 4, 0, 0, 0, 0, 0, 0, 0, 0], view.Vectors("V")[2]);
        Assert.IsFalse(view.GetColumn<VBuffer<float>>("V").First().IsDense);
    }

    [TestMethod]
    public void With_a_known_input_size_sparse_rows_need_no_length()
    {
        using var folder = new TextTestFolder();
        var options = new TextLoader.Options { Separators = [' '], AllowSparse = true, InputSize = 5, Columns = [A, new("V", DataKind.Single, [new TextLoader.Range(1, null)])] };

        TextTestViews.AreSame([0, 3, 0, 8], folder.Load("1 1:3 3:8\n", options).Vectors("V")[0]);
    }

    [TestMethod]
    public void Sparse_items_out_of_order_are_a_format_error()
    {
        using var folder = new TextTestFolder();
        var warnings = 0;
        folder.Context.Log += (_, e) => warnings += e.Kind == ChannelMessageKind.Warning ? 1 : 0;
        var view = folder.Load("5 4 2:1 1:2\n6 4 1:2\n", new TextLoader.Options { Separators = [' '], AllowSparse = true, Columns = [A, new("V", DataKind.Single, 1, 4)] });

        TextTestViews.AreSame([0, 2, 0, 0], view.Vectors("V")[1]);
        Assert.AreEqual(1, warnings);
    }

    [TestMethod]
    public void Integers_booleans_and_times_parse_and_empty_ones_are_default()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load(
            "-128,18446744073709551615,yes,2020-01-02T03:04:05+02:00,01:02:03\n,,,,\n",
            new("I", DataKind.SByte, 0), new("U", DataKind.UInt64, 1), new("Flag", DataKind.Boolean, 2), new("T", DataKind.DateTime, 3), new("S", DataKind.TimeSpan, 4));

        CollectionAssert.AreEqual(new sbyte[] { -128, 0 }, view.GetColumn<sbyte>("I").ToArray());
        CollectionAssert.AreEqual(new[] { ulong.MaxValue, 0UL }, view.GetColumn<ulong>("U").ToArray());
        CollectionAssert.AreEqual(new[] { true, false }, view.GetColumn<bool>("Flag").ToArray());
        var time = view.GetColumn<DateTime>("T").First();
        Assert.AreEqual(new DateTime(2020, 1, 2, 1, 4, 5), time);
        Assert.AreEqual(DateTimeKind.Utc, time.Kind);
        CollectionAssert.AreEqual(new[] { new TimeSpan(1, 2, 3), default }, view.GetColumn<TimeSpan>("S").ToArray());
    }

    [TestMethod]
    public void Booleans_have_many_spellings()
    {
        using var folder = new TextTestFolder();
        var words = "t,f,True,FALSE,yes,no,Y,n,1,0,+,-,+1,-1".Split(',');

        CollectionAssert.AreEqual(
            words.Select((_, i) => i % 2 == 0).ToArray(),
            folder.Load(string.Join('\n', words), new TextLoader.Column("F", DataKind.Boolean, 0)).GetColumn<bool>("F").ToArray());
    }

    [TestMethod]
    public void Short_rows_have_default_tails_and_extra_fields_are_ignored()
    {
        using var folder = new TextTestFolder();
        var view = folder.Load("1,2\n3,4,5,6,7\n", A, new TextLoader.Column("V", DataKind.Single, 1, 3), new TextLoader.Column("L", DataKind.Int32, 3));

        TextTestViews.AreSame([2, 0, 0], view.Vectors("V")[0]);
        TextTestViews.AreSame([4, 5, 6], view.Vectors("V")[1]);
        CollectionAssert.AreEqual(new[] { 0, 6 }, view.GetColumn<int>("L").ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Threads_change_nothing_about_the_rows(bool threads)
    {
        var random = new Random(3);
        var expected = Enumerable.Range(0, 60000).Select(_ => random.Next()).ToArray();
        using var folder = new TextTestFolder();
        var text = string.Concat(expected.Select((v, i) => $"{v},{i},text {i}\n"));
        var view = folder.Load(text, new TextLoader.Options { Separators = [','], UseThreads = threads, Columns = [new("I", DataKind.Int32, 0), new("R", DataKind.Single, 1, 1), new("T", DataKind.String, 2)] });

        CollectionAssert.AreEqual(expected, view.GetColumn<int>("I").ToArray());
        Assert.AreEqual(59999, view.Vectors("R")[^1][0]);
        CollectionAssert.AreEqual(Enumerable.Range(0, expected.Length).Select(i => $"text {i}").ToArray(), view.Texts("T"));
    }

    [TestMethod]
    public void A_line_longer_than_a_block_is_one_row()
    {
        using var folder = new TextTestFolder();
        var values = Enumerable.Range(0, 200000).Select(i => (float)i).ToArray();
        var view = folder.Load($"{string.Join(',', values)}\n1,2\n", new TextLoader.Column("V", DataKind.Single, 0, values.Length - 1));

        TextTestViews.AreSame(values, view.Vectors("V")[0]);
        Assert.AreEqual(2, view.GetColumn<VBuffer<float>>("V").Count());
    }
}
