namespace DeepML.CommandLine.Tests;

[TestClass]
public sealed class NearestNameTests
{
    private static readonly string[] Known = ["HiddenSizes", "HiddenActivation", "Dropout", "Loss"];

    [TestMethod]
    [DataRow("HidenSizes", "HiddenSizes")]
    [DataRow("dropuot", "Dropout")]
    [DataRow("LOSS", "Loss")]
    [DataRow("Hid", "HiddenSizes")]
    [DataRow("Los", "Loss")]
    public void The_nearest_name_is_asked_for(string given, string meant) =>
        Assert.AreEqual($"Did you mean '{meant}'?", NearestName.Hint(given, Known));

    [TestMethod]
    [DataRow("Qqqqqq")]
    [DataRow("Epochs")]
    public void Where_none_is_near_all_are_named(string given) =>
        Assert.AreEqual("Known: HiddenSizes, HiddenActivation, Dropout, Loss.", NearestName.Hint(given, Known));

    [TestMethod]
    public void Where_there_is_none_it_is_said() => Assert.AreEqual("There are none.", NearestName.Hint("a", []));

    [TestMethod]
    [DataRow("abc", "abc", 0)]
    [DataRow("abc", "ABC", 0)]
    [DataRow("abc", "", 3)]
    [DataRow("abc", "acb", 1)]
    [DataRow("ca", "abc", 3)] // no letter is changed twice
    [DataRow("saturday", "sunday", 3)]
    public void The_distance_is_that_of_Damerau(string one, string other, int distance)
    {
        Assert.AreEqual(distance, NearestName.Distance(one, other));
        Assert.AreEqual(distance, NearestName.Distance(other, one), "in either direction");
    }
}
