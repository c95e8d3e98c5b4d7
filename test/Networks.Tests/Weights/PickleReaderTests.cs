using System.Text;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Pickles as Python's pickle.dumps writes them, code by code.</summary>
[TestClass]
public sealed class PickleReaderTests
{
    [TestMethod]
    [DataRow("N", null)]
    [DataRow("\u0088", true)]
    [DataRow("\u0089", false)]
    [DataRow("K\u00ff", 255L)]
    [DataRow("M\u0001\u0002", 513L)]
    [DataRow("J\u00ff\u00ff\u00ff\u00ff", -1L)]
    [DataRow("J\0\0\0\u0080", -2147483648L)]
    [DataRow("\u008a\0", 0L)]
    [DataRow("\u008a\u0002\u0000\u0080", -32768L)]
    [DataRow("\u008a\u0006\0\0\0\0\0\u0001", 1099511627776L)]
    [DataRow("\u008a\u0008\0\0\0\0\0\0\0\u0080", long.MinValue)]
    [DataRow("G?\u00f8\0\0\0\0\0\0", 1.5)]
    [DataRow("G\u00c0\0\0\0\0\0\0\0", -2.0)]
    [DataRow("U\u0002ab", "ab")]
    [DataRow("T\u0002\0\0\0ab", "ab")]
    [DataRow("X\u0002\0\0\0\u00c3\u00a4", "ä")]
    [DataRow("\u008c\u0003abc", "abc")]
    [DataRow("\u008d\u0001\0\0\0\0\0\0\0z", "z")]
    [DataRow("\u0095\u0003\0\0\0\0\0\0\0K\u0007", 7L, DisplayName = "in a frame")]
    public void A_single_thing_is_what_Python_has_pickled(string code, object? expected) => Assert.AreEqual(expected, Read(code));

    [TestMethod]
    [DataRow(")", "()")]
    [DataRow("K\u0001\u0085", "(1)")]
    [DataRow("K\u0001N\u0086", "(1, None)")]
    [DataRow("K\u0001K\u0002K\u0003\u0087", "(1, 2, 3)")]
    [DataRow("(K\u0001K\u0002K\u0003K\u0004t", "(1, 2, 3, 4)")]
    [DataRow("(K\u0001(K\u0002tt", "(1, (2))")]
    [DataRow("]K\u0001aK\u0002a", "[1, 2]")]
    [DataRow("](K\u0001K\u0002e", "[1, 2]")]
    [DataRow("](e", "[]")]
    [DataRow("}K\u0001K\u0002s", "{1: 2}")]
    [DataRow("}(K\u0001K\u0002K\u0003Nu", "{1: 2, 3: None}")]
    [DataRow("}K\u0001K\u0002sK\u0001K\u0005s", "{1: 5}", DisplayName = "the later of two of one name")]
    [DataRow("K\u0005q\u0003K\u0006h\u0003\u0087", "(5, 6, 5)", DisplayName = "with one that was remembered")]
    public void Things_of_things_keep_their_order(string code, string expected) => Assert.AreEqual(expected, Shown(Read(code)));

    [TestMethod]
    [DataRow("]q\u0001h\u0001\u0086", DisplayName = "by a byte")]
    [DataRow("]r\u0001\u0001\0\0j\u0001\u0001\0\0\u0086", DisplayName = "by four")]
    [DataRow("]\u0094h\0\u0086", DisplayName = "by their count")]
    public void What_was_remembered_is_the_same_thing_and_no_copy(string code)
    {
        var both = (object?[])Read(code)!;
        Assert.AreSame(both[0], both[1]);
    }

    [TestMethod]
    [DataRow("cmodule\nname\n)R")]
    [DataRow("cmodule\nname\n)\u0081")]
    [DataRow("\u008c\u0006module\u008c\u0004name\u0093)R")]
    public void A_function_is_called_by_its_name_with_its_arguments(string code)
    {
        string? called = null;
        var given = Read(code, (name, arguments) =>
        {
            called = $"{name} of {arguments.Length}";
            return "made";
        });
        Assert.AreEqual("made", given);
        Assert.AreEqual("module name of 0", called);
    }

    [TestMethod]
    public void What_lies_outside_is_asked_for_by_what_stands_for_it()
    {
        object? asked = null;
        var given = new PickleReader(Latin("K\u0007Q."), (_, _) => "", id =>
        {
            asked = id;
            return "found";
        }).Read();
        Assert.AreEqual(("found", 7L), (given, asked));
    }

    [TestMethod]
    public void Attributes_are_let_go() => Assert.AreEqual(5L, Read("K\u0005}b"));

    [TestMethod]
    [DataRow("]K\u0001K\u0002s", DisplayName = "a pair into a list")]
    [DataRow("}K\u0001a", DisplayName = "an item into a dictionary")]
    [DataRow("}(K\u0001u", DisplayName = "a name without what it names")]
    [DataRow("}NK\u0001s", DisplayName = "nothing for a name")]
    [DataRow("K\u0001)R", DisplayName = "a call of a number")]
    [DataRow("cm\nn\nK\u0001R", DisplayName = "a call with no tuple")]
    [DataRow("K\u0001\u0086", DisplayName = "a pair of one")]
    [DataRow("cmodule", DisplayName = "a name that does not end")]
    [DataRow("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa", DisplayName = "a text longer than memory")]
    [DataRow("j\u00ff\u00ff\u00ff\u00ff", DisplayName = "a place below 0")]
    public void What_does_not_fit_together_is_called_damaged(string code) =>
        StringAssert.Contains(Refused(code), "damaged or cut off at byte");

    [TestMethod]
    public void A_pickle_cut_anywhere_is_damaged()
    {
        var whole = Latin("\u0080\u0002}q\0(X\u0001\0\0\0aK\u0001X\u0001\0\0\0b](G?\u00f8\0\0\0\0\0\0\u0088eu.");
        Assert.AreEqual("{a: 1, b: [1.5, True]}", Shown(new PickleReader(whole, Call, Outside).Read()));
        for (var length = 0; length < whole.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => new PickleReader(whole.AsMemory(0, length), Call, Outside).Read(), $"{length}");
    }

    private static object Call(string name, object?[] arguments) => throw new AssertFailedException($"{name} was called.");

    private static object Outside(object? id) => throw new AssertFailedException($"{id} was asked for.");

    private static byte[] Latin(string code) => Encoding.Latin1.GetBytes(code);

    private static object? Read(string code, Func<string, object?[], object>? call = null) =>
        new PickleReader(Latin("\u0080\u0004" + code + "."), call ?? Call, Outside).Read();

    private static string Refused(string code) => Assert.ThrowsExactly<FormatException>(() => Read(code, (_, _) => "")).Message;

    // As Python prints it, but that texts have no quotes.
    private static string Shown(object? value) => value switch
    {
        null => "None",
        object?[] tuple => $"({string.Join(", ", tuple.Select(Shown))})",
        List<object?> list => $"[{string.Join(", ", list.Select(Shown))}]",
        Dictionary<object, object?> named => $"{{{string.Join(", ", named.Select(pair => $"{Shown(pair.Key)}: {Shown(pair.Value)}"))}}}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
