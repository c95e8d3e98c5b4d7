using System.Globalization;
using DeepML.Networks;

[assembly: DoNotParallelize]

namespace DeepML.Estimators.Tests;

[TestClass]
public static class AssemblySettings
{
    /// <summary>
    /// Every test here runs as on a German machine, whose numbers have a comma: nothing that is read, written or said may depend on it.
    /// </summary>
    [AssemblyInitialize]
    public static void Use_a_culture_whose_numbers_have_a_comma(TestContext context)
    {
        CultureInfo.DefaultThreadCurrentCulture = new CultureInfo("de-DE");
        CultureInfo.DefaultThreadCurrentUICulture = new CultureInfo("de-DE");
        Assert.AreEqual("0,5", 0.5.ToString());
        NativeGround.Require(); // some tests make networks themselves
    }
}
