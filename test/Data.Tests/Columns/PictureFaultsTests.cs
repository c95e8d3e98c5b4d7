using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class PictureFaultsTests
{
    [TestMethod]
    public void A_picture_that_cannot_be_opened_or_decoded_is_unreadable()
    {
        var broken = Path.GetTempFileName();
        try
        {
            File.WriteAllText(broken, "no picture");
            Assert.IsTrue(PictureFaults.IsUnreadable(ErrorOf(() => MLImage.CreateFromFile(broken))));
        }
        finally
        {
            File.Delete(broken);
        }
        Assert.IsTrue(PictureFaults.IsUnreadable(ErrorOf(() => MLImage.CreateFromFile(broken))));
    }

    [TestMethod]
    public void An_error_of_other_code_is_no_matter_of_the_picture()
    {
        Assert.IsFalse(PictureFaults.IsUnreadable(ErrorOf(() => throw new ArgumentException("a bug"))));
        Assert.IsFalse(PictureFaults.IsUnreadable(ErrorOf(() => throw new InvalidOperationException("a bug"))));
        Assert.IsFalse(PictureFaults.IsUnreadable(ErrorOf(() => new Dictionary<string, int>().Add(null!, 1))));
        Assert.IsFalse(PictureFaults.IsUnreadable(ErrorOf(() => new List<int>().First())));
        Assert.IsFalse(PictureFaults.IsUnreadable(new FormatException()));
        Assert.IsFalse(PictureFaults.IsUnreadable(
            ErrorOf(() => File.ReadAllBytes(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())))), "a file, but no picture");
        Assert.IsFalse(PictureFaults.IsUnreadable(new UnauthorizedAccessException()));
    }

    private static Exception ErrorOf(Action action) => Assert.Throws<Exception>(action);
}
